import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import type { PageModule } from '../../app/page.ts'
import { formatDay } from '../../i18n/format.ts'
import { verbatim } from '../../i18n/verbatim.tsx'
import { SignForm } from '../signing/sign-form.tsx'
import { ClosedNote } from './closed-note.tsx'
import { CountFigure } from './count-figure.tsx'
import { PetitionText } from './petition-text.tsx'
import { PositionBox } from './position-box.tsx'
import { SourceList } from './source-list.tsx'

export const page: PageModule<'petition'> = {
  title: ({ petition, form }, i18n) => (form.errors.length > 0 || form.problem ? i18n._(msg`Error: ${petition.title}`) : petition.title),
  description: ({ petition }) => petition.text.summary,
  Page({ data }) {
    const { i18n } = useLingui()
    const { petition, count, citations, article } = data
    const { handover, notOfficial, textVersion } = petition
    const addressee = verbatim(petition.addressee)
    const { version } = textVersion
    const published = formatDay(i18n.locale, textVersion.publishedAt)
    return (
      <article className="petition sides">
        <div className="side-main">
          <header className="stack hero">
            <p className="kicker">
              <Trans>A petition to the {addressee}</Trans>
            </p>
            <h1>{petition.title}</h1>
          </header>
          <PetitionText petition={petition} citations={citations} />
          {data.isOpen && (
            <p className="sign-bar no-print">
              <a className="button" href="#sign">
                <Trans>Sign this petition</Trans>
              </a>
            </p>
          )}
        </div>
        <aside className="side-act stack" id="sign">
          <CountFigure slug={petition.slug} first={count} goals={petition.goals} openedAt={petition.openedAt} />
          {data.isOpen ? <SignForm data={data} /> : <ClosedNote data={data} />}
        </aside>
        <div className="side-more stack">
          <PositionBox position={data.position} />
          <h2 id="sources">
            <Trans>What this rests on</Trans>
          </h2>
          <SourceList citations={citations} article={article} />
          <h2>
            <Trans>Who hands it over</Trans>
          </h2>
          <p>{handover}</p>
          <p>{notOfficial}</p>
          <h2>
            <Trans>The exact text</Trans>
          </h2>
          <p>
            <Trans>
              You sign version {version} of this text, published {published}. Your signature names it by this fingerprint (SHA-256), so
              nobody can change the words under it:
            </Trans>
          </p>
          <p className="fingerprint">
            <code>{textVersion.sha256}</code>
          </p>
          {data.support.length > 0 && (
            <>
              <h2>
                <Trans>If this is hard to read</Trans>
              </h2>
              <ul>
                {data.support.map(({ text, url }) => (
                  <li key={text}>{url ? <a href={url}>{text}</a> : text}</li>
                ))}
              </ul>
            </>
          )}
        </div>
      </article>
    )
  },
}
