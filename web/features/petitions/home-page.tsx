import { Trans } from '@lingui/react/macro'
import type { PageModule } from '../../app/page.ts'
import { verbatim } from '../../i18n/verbatim.tsx'
import { FactCard } from './fact-card.tsx'
import { PetitionList } from './petition-list.tsx'
import { PositionBox } from './position-box.tsx'

export const page: PageModule<'home'> = {
  title: (_data, _i18n, site) => site.name,
  description: ({ campaign }) => campaign.summary,
  Page({ data }) {
    const { campaign, petitions, facts, position } = data
    const { article } = campaign
    const { year } = article
    const publisher = verbatim(article.publisher)
    return (
      <div className="sides">
        <header className="side-main stack">
          <h1>{campaign.title}</h1>
          <p className="lede">{campaign.summary}</p>
        </header>
        <aside className="side-act stack" aria-labelledby="petitions">
          <h2 id="petitions">
            <Trans>What you can do</Trans>
          </h2>
          <PetitionList petitions={petitions} heading="h3" />
          <div className="stack quiet-part">
            <h3>
              <Trans>How we count</Trans>
            </h3>
            <p className="quiet">
              <Trans>
                Only signatures confirmed by e-mail count. Each becomes a numbered entry in a log that holds no name and no address. The
                number you see is the length of that log, less what was withdrawn.
              </Trans>
            </p>
          </div>
        </aside>
        <section className="side-more stack" aria-labelledby="facts">
          <h2 id="facts">
            <Trans>What was reported</Trans>
          </h2>
          <p className="quiet">
            <Trans>
              From an article of {publisher}, {year}. Each line says who says it, as of when, and how sure it is.
            </Trans>
          </p>
          <PositionBox position={position} />
          <ol className="plain-list facts">
            {facts.map((fact) => (
              <FactCard key={fact.id} fact={fact} article={article} />
            ))}
          </ol>
        </section>
      </div>
    )
  },
}
