import type { FastifyInstance } from 'fastify'
import type { Config } from '../config.ts'
import { escapeMarkup } from '../lib/escape-markup.ts'
import type { Limits } from './limits.ts'
import type { PageRenderer } from './pages.ts'

/** The one document of the workspace, at every address below /organize: what is shown there is the script's business. */
export function mountWorkspacePage(
  app: FastifyInstance,
  config: Config,
  { renderer, limits }: { renderer: PageRenderer; limits: Limits },
): void {
  const { scripts, styles } = renderer.assets.workspace
  const name = escapeMarkup(config.site.name)
  const html = `<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name}: workspace</title>
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" media="(prefers-color-scheme: light)" content="#fbfaf7">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="#11191d">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
${styles.map((href) => `<link rel="stylesheet" href="${href}">`).join('\n')}
${scripts.map((src) => `<script type="module" src="${src}"></script>`).join('\n')}
</head>
<body>
<div id="workspace" data-site="${name}"></div>
<noscript><p>The workspace needs script, and so do passkeys. Please switch it on for this site; its public pages work without.</p></noscript>
</body>
</html>
`
  for (const url of ['/organize', '/organize/*']) {
    app.get(url, { schema: { hide: true }, onRequest: limits.read }, async (request, reply) =>
      reply
        .header('cache-control', 'no-store')
        .type('text/html; charset=utf-8')
        .send(renderer.finish ? await renderer.finish(request.url, html) : html),
    )
  }
}
