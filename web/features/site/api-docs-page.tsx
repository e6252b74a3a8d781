import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { DocumentedEndpoint } from '#contract/pages.ts'
import type { PageModule } from '../../app/page.ts'
import { Scroll } from '../../ui/scroll.tsx'

export const page: PageModule<'api-docs'> = {
  title: (_data, i18n) => i18n._(msg`API`),
  Page({ data }) {
    return (
      <div className="stack">
        <h1>
          <Trans>API</Trans>
        </h1>
        <p className="column">
          <Trans>
            All of this is also at <a href="/api/openapi.json">/api/openapi.json</a> (OpenAPI 3.1). Send and expect JSON. Times are ISO 8601
            in UTC. Problems are RFC 9457 documents; their type is a page that says what to do. Limits answer 429 with Retry-After.
          </Trans>
        </p>
        {data.endpoints.map((endpoint) => (
          <EndpointEntry key={`${endpoint.method} ${endpoint.path}`} endpoint={endpoint} />
        ))}
      </div>
    )
  },
}

function EndpointEntry({ endpoint }: { endpoint: DocumentedEndpoint }) {
  const { method, path, summary, fields, replies } = endpoint
  return (
    <section className="stack">
      <h2>
        <code>
          {method} {path}
        </code>
      </h2>
      <p className="column">{summary}</p>
      {fields.length > 0 && (
        <Scroll>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">
                  <Trans>Field</Trans>
                </th>
                <th scope="col">
                  <Trans>In</Trans>
                </th>
                <th scope="col">
                  <Trans>Type</Trans>
                </th>
                <th scope="col">
                  <Trans>Needed</Trans>
                </th>
              </tr>
            </thead>
            <tbody>
              {fields.map((field) => (
                <tr key={`${field.in} ${field.name}`}>
                  <td>
                    <code>{field.name}</code>
                  </td>
                  <td>{field.in}</td>
                  <td>
                    <code>{field.type.length > 120 ? `${field.type.slice(0, 120)}…` : field.type}</code>
                  </td>
                  <td>{field.required ? <Trans>yes</Trans> : <Trans>no</Trans>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <ul className="quiet">
        {replies.map((reply) => (
          <li key={reply.status}>
            <strong>{reply.status}</strong> {reply.fields.map(({ name, type }) => `${name}: ${type}`).join(', ') || reply.description}
          </li>
        ))}
      </ul>
    </section>
  )
}
