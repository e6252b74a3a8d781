import { Trans } from '@lingui/react/macro'
import type { PageModule } from '../../app/page.ts'

export const page: PageModule<'problem'> = {
  title: ({ title }) => title,
  Page({ data }) {
    const { title, advice, status, slug, requestId } = data
    return (
      <div className="column stack">
        <h1>{title}</h1>
        <p className="lede">{advice}</p>
        <p>
          <a href="/">
            <Trans>To the home page</Trans>
          </a>
        </p>
        <p className="quiet number">
          {requestId ? (
            <Trans>
              Status {status} · <a href={`/problems/${slug}`}>{slug}</a> · request {requestId}
            </Trans>
          ) : (
            <Trans>
              Status {status} · type /problems/{slug}
            </Trans>
          )}
        </p>
      </div>
    )
  },
}
