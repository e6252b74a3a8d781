import { Trans } from '@lingui/react/macro'
import type { PageModule } from '../../app/page.ts'
import { Link } from '../../i18n/link.tsx'

export const page: PageModule<'problem'> = {
  title: ({ title }) => title,
  Page({ data }) {
    const { title, advice, status, slug, requestId } = data
    return (
      <div className="column stack">
        <h1>{title}</h1>
        <p className="lede">{advice}</p>
        <p>
          <Link to="/">
            <Trans>To the home page</Trans>
          </Link>
        </p>
        <p className="quiet number">
          {requestId ? (
            <Trans>
              Status {status} · <Link to={`/problems/${slug}`}>{slug}</Link> · request {requestId}
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
