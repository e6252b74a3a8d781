import type { IncomingMessage } from 'node:http'
import type { FastifyRequest } from 'fastify'

/** Addresses that are the same in every language, and so have no prefix. */
const withoutLocale =
  /^\/(?:api|log|assets|cards|dev|\.well-known)(?:\/|$)|^\/(?:healthz|readyz|metrics|sitemap\.xml|robots\.txt|feed\.atom)$/

/**
 * Takes the locale from the front of an address, so that `/de/facts` finds the route of `/facts`;
 * `localeOf` tells it. Only locales that are offered are known; any other prefix is a path like
 * any that is not there.
 */
export function localeRewriter(offered: readonly string[]): (request: IncomingMessage) => string {
  return ({ url = '/' }) => {
    const rest = withoutPrefix(url, offered)
    return rest === null || withoutLocale.test(rest.split('?')[0] ?? '') ? url : rest
  }
}

/** The locale of a page that was asked for: the prefix that was taken off its address, else English. */
export function localeOf(request: FastifyRequest): string {
  const { originalUrl, url } = request
  return originalUrl === url ? 'en' : (/^\/([a-z]{2})(?=[/?]|$)/.exec(originalUrl)?.[1] ?? 'en')
}

/** The address of one of our pages in the language in which this one was asked for. */
export function hrefFor(request: FastifyRequest, path: string): string {
  return localHref(localeOf(request), path)
}

/** The address of one of our pages in a language: English has no prefix. */
export function localHref(locale: string, path: string): string {
  if (locale === 'en') return path
  return path === '/' ? `/${locale}` : `/${locale}${path}`
}

/** False of addresses that are the same in every language. */
export function hasLocales(path: string): boolean {
  return !withoutLocale.test(path)
}

/** A language if it is offered still, else English: what was asked for in it may be answered much later. */
export function offeredLocale(locale: string, offered: readonly string[]): string {
  return offered.includes(locale) ? locale : 'en'
}

/** The address behind a locale's prefix, or null where there is none. */
function withoutPrefix(url: string, offered: readonly string[]): string | null {
  const [prefix = '', locale = ''] = /^\/([a-z]{2})(?=[/?]|$)/.exec(url) ?? []
  if (locale === 'en' || !offered.includes(locale)) return null
  const rest = url.slice(prefix.length)
  return rest.startsWith('/') ? rest : `/${rest}`
}
