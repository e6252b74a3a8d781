import type { FastifyReply, FastifyRequest } from 'fastify'
import type { PageData, PageEnvelope, PageName, RenderedPage, Site } from '#contract/pages.ts'
import type { Config } from '../config.ts'
import { documentOf } from './document.ts'

/** Files that the browser needs for a page. */
export type PageAssets = { styles: string[]; scripts: string[]; preloads: string[] }

/** Turns an envelope into HTML: the built bundle, or Vite while developing. */
export type PageRenderer = {
  render(envelope: PageEnvelope): Promise<RenderedPage>
  assets: PageAssets
  /** Development only: Vite adds its own scripts to the finished document. */
  finish?(url: string, html: string): Promise<string>
}

export type Pages = {
  /**
   * Answers with a page. Without `cacheControl` it is not to be stored: that is right for all
   * that belongs to one person.
   */
  send<Name extends PageName>(
    request: FastifyRequest,
    reply: FastifyReply,
    name: Name,
    data: PageData[Name],
    options?: { status?: number; cacheControl?: string },
  ): Promise<FastifyReply>
}

/** Pages that are the same for everybody; short, so that the count shown is fresh. */
export const publicPage = 'public, max-age=5, stale-while-revalidate=30, stale-if-error=86400'

export function createPages(config: Config, renderer: PageRenderer): Pages {
  const site: Site = { ...config.site, publicUrl: config.http.publicUrl.href }
  return {
    async send(request, reply, name, data, options = {}) {
      // Personal addresses end in a token, and page data is also written into the page.
      const path = options.cacheControl ? (request.url.split('?')[0] ?? '/') : ''
      const envelope = { name, data, site, locale: 'en', path } as PageEnvelope
      const page = await renderer.render(envelope)
      const html = documentOf(envelope, page, renderer.assets, Boolean(options.cacheControl))
      return reply
        .status(options.status ?? 200)
        .header('cache-control', options.cacheControl ?? 'no-store')
        .type('text/html; charset=utf-8')
        .send(renderer.finish ? await renderer.finish(request.url, html) : html)
    },
  }
}
