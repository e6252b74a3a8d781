import { Trans, useLingui } from '@lingui/react/macro'
import type { EventEntry, Evidence } from '#contract/evidence.ts'
import { useCampaignLang } from '../../i18n/campaign-language.ts'
import { formatEventDate } from '../../i18n/format.ts'
import { Link } from '../../i18n/link.tsx'
import { ContentPanel } from './content-panel.tsx'
import { CorrectionList } from './correction-list.tsx'
import { DenialLine } from './denial-line.tsx'
import { EraBadge } from './era-badge.tsx'
import { SourceLine } from './source-list.tsx'
import { Status } from './status.tsx'
import { useKind } from './use-kind.ts'

/** One event with its date, where it can be read, what it does not say and all that must be seen beside it. */
export function EventCard({ entry, evidence, isShort = false }: { entry: EventEntry; evidence: Evidence; isShort?: boolean }) {
  const { i18n, t } = useLingui()
  const { event, isGraphic } = entry
  const date = formatEventDate(i18n.locale, event)
  const about = { approximate: t`about ${date}`, undated: t`${date}, no date given`, ambiguous: t`${date}, unclear` }
  const when = event.precision in about ? about[event.precision as keyof typeof about] : date
  return (
    <li className={`event stack far-below ${event.era}`} id={isShort ? undefined : event.id}>
      <p className="event-when">
        <strong className="number">{when}</strong> <EraBadge era={event.era} />
      </p>
      {isGraphic ? (
        <ContentPanel>
          <EventBody entry={entry} evidence={evidence} isShort={isShort} />
        </ContentPanel>
      ) : (
        <EventBody entry={entry} evidence={evidence} isShort={isShort} />
      )}
    </li>
  )
}

function EventBody({ entry, evidence, isShort }: { entry: EventEntry; evidence: Evidence; isShort: boolean }) {
  const { t } = useLingui()
  const lang = useCampaignLang()
  const kindOf = useKind()
  const { event, isContested, facts, corrections } = entry
  const role = { 'china-position': t`position of those accused`, 'counter-view': t`a doubting view` }[event.role ?? '']
  const isArticle = event.era === 'article-2014'
  const about = [
    event.country && (
      <span key="country" lang={lang}>
        {event.country}
      </span>
    ),
    isArticle ? null : kindOf(event.kind),
    event.status && <Status key="status" kind={event.kind} status={event.status} />,
    role,
  ].filter(Boolean)
  return (
    <div className="stack fact-body">
      <p lang={lang}>{event.what}</p>
      {event.readerNote && (
        <p className="reading-note" lang={lang}>
          {event.readerNote}
        </p>
      )}
      <p className="quiet">{about.flatMap((part, n) => (n === 0 ? [part] : [' · ', part]))}</p>
      {event.source && (
        <SourceLine
          source={{
            ...event.source,
            year: null,
            level: isArticle ? null : event.sourceLevel,
            isAdvocacy: event.source.isAdvocacy ?? false,
            copyRead: event.source.copyRead ?? null,
          }}
        />
      )}
      {!isShort && event.moreSources.length > 0 && (
        <details className="more-sources">
          <summary>
            <Trans>More sources</Trans>
          </summary>
          {event.moreSources.map((source) => (
            <SourceLine
              key={source.url}
              source={{ ...source, year: null, level: null, isAdvocacy: source.isAdvocacy ?? false, copyRead: source.copyRead ?? null }}
            />
          ))}
        </details>
      )}
      {facts.length > 0 && (
        <ul className="quiet" lang={lang}>
          {facts.map(({ id, text, note }) => (
            <li key={id}>
              <Link to={`/facts/${id}`}>{text}</Link>
              {note && <span className="hint">{note}</span>}
            </li>
          ))}
        </ul>
      )}
      {isContested && <DenialLine evidence={evidence} />}
      <CorrectionList corrections={corrections} />
    </div>
  )
}
