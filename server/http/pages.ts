import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FormState, PageData, PageEnvelope, PageName, RenderedPage, Site } from '#contract/pages.ts'
import type { ProblemSlug } from '#contract/problem.ts'
import type { Config } from '../config.ts'
import { secondMs } from '../lib/clock.ts'
import { documentOf } from './document.ts'
import { hasLocales, localeOf } from './locale.ts'
import type { ReplyCache } from './reply-cache.ts'

/** What the browser needs for a page. */
export type PageAssets = {
  /** The style sheet as it stands in each page: 6 kB compressed, and no round trip before the first paint (decision 027). */
  style: string
  scripts: string[]
  /** Loads the scripts when a page that is read is about to be used; null while developing. Its hash stands in the policy (decision 029). */
  loader: string | null
  /** While developing, styles come with the script: then every page has it. */
  isInScript: boolean
  /** Of the workspace, which is one page with a build of its own. */
  workspace: { scripts: string[]; styles: string[] }
}

/** Turns an envelope into HTML: the built bundle, or Vite while developing. */
export type PageRenderer = {
  render(envelope: PageEnvelope): Promise<RenderedPage>
  /** Title and advice of a problem in a language. */
  problemWords(locale: string, slug: ProblemSlug): Promise<{ title: string; advice: string }>
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
   * @param make the page's data in the language of the request, the tags that say what it was made of,
   *   whether search engines may list it, and of which petition it is the page
   */
  sendPublic<Name extends PageName>(
    request: FastifyRequest,
    reply: FastifyReply,
    name: Name,
    make: (locale: string) => Promise<{ data: PageData[Name]; tags: string[]; isIndexed?: boolean; viewOf?: string | null }>,
    variant?: string,
  ): Promise<FastifyReply>
}

/** Pages that are the same for everybody; short, so that the count shown is fresh. */
export const publicPage = 'public, max-age=5, stale-while-revalidate=30, stale-if-error=86400'
const pageType = 'text/html; charset=utf-8'
/** No older in our own memory than others may keep it. */
const pageMaxAgeMs = 5 * secondMs

export function createPages(config: Config, renderer: PageRenderer, cache: ReplyCache): Pages {
  const site: Site = { ...config.site, publicUrl: config.http.publicUrl.href, locales: [...config.locales] }

  /** @param path empty for pages of one person: their addresses end in a token, and page data is also written into the page */
  async function render<Name extends PageName>(
    request: FastifyRequest,
    path: string,
    name: Name,
    data: PageData[Name],
    isIndexed: boolean,
  ): Promise<string> {
    const locale = localeOf(request)
    const locales = hasLocales(path) ? site.locales : ['en']
    const envelope = { name, data: await translated(locale, data), site: { ...site, locales }, locale, path } as PageEnvelope
    const page = await renderer.render(envelope)
    const html = documentOf(envelope, page, renderer.assets, isIndexed)
    return renderer.finish ? renderer.finish(request.url, html) : html
  }

  /** What a page says of a problem comes from the contract, in English. */
  async function translated<Data extends object>(locale: string, data: Data): Promise<Data> {
    if (locale === 'en') return data
    const { form, slug } = data as { form?: FormState; slug?: ProblemSlug }
    if (form?.problem)
      return { ...data, form: { ...form, problem: { ...form.problem, ...(await renderer.problemWords(locale, form.problem.slug)) } } }
    return slug !== undefined && 'advice' in data ? { ...data, ...(await renderer.problemWords(locale, slug)) } : data
  }

  return {
    async send(request, reply, name, data, options = {}) {
      const html = await render(request, '', name, data, false)
      return reply
        .status(options.status ?? 200)
        .header('cache-control', 'no-store')
        .type(pageType)
        .send(html)
    },
    sendPublic(request, reply, name, make, variant = '') {
      // An address that ends in a stroke is the same page, and is named without it.
      const path = (request.url.split('?')[0] ?? '/').replace(/(?<=.)\/+$/, '')
      const locale = localeOf(request)
      return cache.answer(request, reply, {
        key: `page ${locale} ${path} ${variant}`,
        maxAgeMs: pageMaxAgeMs,
        make: async () => {
          const { data, tags, isIndexed = true, viewOf = null } = await make(locale)
          return { type: pageType, body: await render(request, path, name, data, isIndexed), cacheControl: publicPage, tags, viewOf }
        },
      })
    },
  }
}
