import type { FastifyReply, FastifyRequest } from 'fastify'
import type { PageData, PageEnvelope, PageName, RenderedPage, Site } from '#contract/pages.ts'
import type { Config } from '../config.ts'
import { secondMs } from '../lib/clock.ts'
import { documentOf } from './document.ts'
import type { ReplyCache } from './reply-cache.ts'

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
  /** Answers with a page that belongs to one person or one moment: it is not to be stored. */
  send<Name extends PageName>(
    request: FastifyRequest,
    reply: FastifyReply,
    name: Name,
    data: PageData[Name],
    options?: { status?: number },
  ): Promise<FastifyReply>
  /**
   * Answers with a page that is the same for everybody, from memory where it can.
   * @param variant what of the query changes the page; never the query itself, which could be anything
   * @param make the page's data, the tags that say what it was made of, and whether search engines
   *   may list it
   */
  sendPublic<Name extends PageName>(
    request: FastifyRequest,
    reply: FastifyReply,
    name: Name,
    make: () => Promise<{ data: PageData[Name]; tags: string[]; isIndexed?: boolean }>,
    variant?: string,
  ): Promise<FastifyReply>
}

/** Pages that are the same for everybody; short, so that the count shown is fresh. */
export const publicPage = 'public, max-age=5, stale-while-revalidate=30, stale-if-error=86400'
const pageType = 'text/html; charset=utf-8'
/** No older in our own memory than others may keep it. */
const pageMaxAgeMs = 5 * secondMs
const locale = 'en'

export function createPages(config: Config, renderer: PageRenderer, cache: ReplyCache): Pages {
  const site: Site = { ...config.site, publicUrl: config.http.publicUrl.href }

  /** @param path empty for pages of one person: their addresses end in a token, and page data is also written into the page */
  async function render<Name extends PageName>(
    url: string,
    path: string,
    name: Name,
    data: PageData[Name],
    isIndexed: boolean,
  ): Promise<string> {
    const envelope = { name, data, site, locale, path } as PageEnvelope
    const page = await renderer.render(envelope)
    const html = documentOf(envelope, page, renderer.assets, isIndexed)
    return renderer.finish ? renderer.finish(url, html) : html
  }

  return {
    async send(request, reply, name, data, options = {}) {
      const html = await render(request.url, '', name, data, false)
      return reply
        .status(options.status ?? 200)
        .header('cache-control', 'no-store')
        .type(pageType)
        .send(html)
    },
    sendPublic(request, reply, name, make, variant = '') {
      const path = request.url.split('?')[0] ?? '/'
      return cache.answer(request, reply, {
        key: `page ${locale} ${path} ${variant}`,
        maxAgeMs: pageMaxAgeMs,
        make: async () => {
          const { data, tags, isIndexed = true } = await make()
          return { type: pageType, body: await render(request.url, path, name, data, isIndexed), cacheControl: publicPage, tags }
        },
      })
    },
  }
}
