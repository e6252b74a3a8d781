import { msg } from '@lingui/core/macro'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { PageData } from '#contract/pages.ts'
import type { PageModule } from '../../app/page.ts'
import { useCampaignLang } from '../../i18n/campaign-language.ts'
import { formatNumber } from '../../i18n/format.ts'
import { Link, useHref } from '../../i18n/link.tsx'
import { verbatim } from '../../i18n/verbatim.tsx'
import { EventCard } from './event-card.tsx'
import { EvidencePicture } from './evidence-picture.tsx'
import { FactCard, LastChecked } from './fact-card.tsx'
import { PositionBox } from './position-box.tsx'
import { useKind } from './use-kind.ts'

export const page: PageModule<'facts'> = {
  title: (_data, i18n) => i18n._(msg`The evidence, claim by claim`),
  description: ({ article: { publisher, year } }, i18n) =>
    i18n._(msg`What ${publisher} reported in ${year} and what came after, each with who says it, as of when and how sure, and the denial.`),
  Page({ data }) {
    const { article, entries, events, filter, counterViews, pictures } = data
    const publisher = verbatim(article.publisher)
    const { year } = article
    const shown = entries.length + events.length
    const isFiltered = Boolean(filter.topic ?? filter.kind ?? filter.era)
    return (
      <div className="sides evidence">
        <header className="side-main stack">
          <h1>
            <Trans>The evidence, claim by claim</Trans>
          </h1>
          <p className="lede">
            <Trans>
              What {publisher} reported in {year}, and what came before and after. Each line says who says it, as of when, and how sure it
              is. We have not tested any of it ourselves.
            </Trans>
          </p>
          <LastChecked checkedOn={data.checkedOn} />
        </header>
        <aside className="side-act stack">
          <Filter data={data} />
          <p className="quiet">
            <Trans>
              See also the <Link to="/timeline">timeline</Link>, the <Link to="/laws">laws on transplants abroad</Link> and the{' '}
              <Link to="/corrections">corrections</Link>.
            </Trans>
          </p>
        </aside>
        <div className="side-more stack">
          <PositionBox position={data.position} heading="h2" />
          {!isFiltered && pictures.length > 0 && (
            <section className="stack" aria-labelledby="pictures">
              <h2 id="pictures">
                <Trans>Figures that were reported</Trans>
              </h2>
              {pictures.map((picture) => (
                <EvidencePicture key={picture.id} picture={picture} evidence={data} />
              ))}
            </section>
          )}
          {isFiltered && (
            <p role="status">
              <Plural value={shown} one="# line fits." other="# lines fit." />{' '}
              <Link to="/facts">
                <Trans>Show all</Trans>
              </Link>
            </p>
          )}
          {shown === 0 && (
            <p>
              <Trans>Nothing fits all of these. Take one of them away.</Trans>
            </p>
          )}
          {entries.length > 0 && (
            <section className="stack" aria-labelledby="then">
              <h2 id="then">
                <Trans>
                  As {publisher} reported it in {year}
                </Trans>
              </h2>
              <ol className="plain-list facts">
                {entries.map((entry) => (
                  <FactCard key={entry.fact.id} entry={entry} evidence={data} />
                ))}
              </ol>
            </section>
          )}
          {events.length > 0 && (
            <section className="stack" aria-labelledby="now">
              <h2 id="now">
                <Trans>From other sources, before and after the article</Trans>
              </h2>
              <ol className="plain-list facts">
                {events.map((entry) => (
                  <EventCard key={entry.event.id} entry={entry} evidence={data} />
                ))}
              </ol>
            </section>
          )}
          <CounterViews data={data} isListed={counterViews.length > 0} />
        </div>
      </div>
    )
  },
}

function Filter({ data }: { data: PageData['facts'] }) {
  const { i18n, t } = useLingui()
  const href = useHref()
  const kindOf = useKind()
  const lang = useCampaignLang()
  const { filter, topics, kinds } = data
  const total = formatNumber(i18n.locale, data.total)
  const eras = { 'article-2014': t`2014 article`, context: t`Background`, 'after-article': t`After the article` }
  return (
    <form className="fields no-print" method="get" action={href('/facts')}>
      <h2>
        <Trans>Choose from {total} lines</Trans>
      </h2>
      <Choice name="era" label={t`Then or now`} value={filter.era} options={Object.entries(eras)} />
      <Choice name="kind" label={t`Kind`} value={filter.kind} options={kinds.map((kind) => [kind, kindOf(kind)])} />
      <Choice
        name="topic"
        label={t`Topic of the article`}
        value={filter.topic}
        options={topics.map(({ slug, name }): [string, string] => [slug, name])}
        lang={lang}
      />
      <p>
        <button className="button" type="submit">
          <Trans>Show these</Trans>
        </button>
      </p>
    </form>
  )
}

function Choice(props: { name: string; label: string; value: string | null; options: [string, string][]; lang?: string | undefined }) {
  const { t } = useLingui()
  const { name, label, value, options, lang } = props
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <select className="input" id={name} name={name} defaultValue={value ?? ''}>
        <option value="">{t`All`}</option>
        {options.map(([slug, words]) => (
          <option key={slug} value={slug} lang={lang}>
            {words}
          </option>
        ))}
      </select>
    </div>
  )
}

/** Who doubts, and what those accused say: linked from the evidence, never hidden. */
function CounterViews({ data, isListed }: { data: PageData['facts']; isListed: boolean }) {
  if (!isListed) return null
  return (
    <section className="stack" aria-labelledby="doubts">
      <h2 id="doubts">
        <Trans>Those who doubt or deny</Trans>
      </h2>
      <p>
        <Trans>
          Every source that the article quotes supports the allegations, and several are campaigners. These do not support them, or report
          reforms.
        </Trans>
      </p>
      <ol className="plain-list facts">
        {data.counterViews.map((entry) => (
          <EventCard key={entry.event.id} entry={entry} evidence={data} isShort />
        ))}
      </ol>
    </section>
  )
}
