import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import type { PageRenderer } from './pages.ts'

/**
 * Renders pages from their sources with Vite, for `npm run dev`: a change is seen at the next
 * request. Loaded only then; Vite is no dependency of the running site.
 */
export async function createDevRenderer(app: FastifyInstance): Promise<PageRenderer> {
  const { createServer, isRunnableDevEnvironment } = await import('vite')
  const vite = await createServer({
    configFile: fileURLToPath(new URL('../../web/vite.config.ts', import.meta.url)),
    // Otherwise Vite writes a copy of its configuration, which looks like a change to `node --watch`.
    configLoader: 'native',
    server: { middlewareMode: true },
    appType: 'custom',
  })
  app.addHook('onClose', () => vite.close())
  app.addHook('onRequest', async (request, reply) => {
    if (!/^\/(@|node_modules\/|entry-client|entry-organize|app\/|features\/|ui\/|api\/[a-z-]+\.tsx?|i18n\/|favicon)/.test(request.url))
      return
    reply.hijack()
    vite.middlewares(request.raw, reply.raw, () => {
      reply.raw.statusCode = 404
      reply.raw.end()
    })
  })
  const environment = vite.environments['ssr']
  if (!environment || !isRunnableDevEnvironment(environment)) throw new Error('Vite offers no environment to render in')
  return {
    assets: {
      style: '',
      scripts: ['/entry-client.ts'],
      loader: null,
      isInScript: true,
      workspace: { scripts: ['/entry-organize.tsx'], styles: [] },
    },
    async render(envelope) {
      const { renderPage } = await environment.runner.import('/entry-server.tsx')
      return renderPage(envelope)
    },
    async problemWords(locale, slug) {
      const { problemWords } = await environment.runner.import('/entry-server.tsx')
      return problemWords(locale, slug)
    },
    finish: (url, html) => vite.transformIndexHtml(url, html),
  }
}
