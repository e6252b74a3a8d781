import { useLingui } from '@lingui/react'
import type { ComponentPropsWithoutRef } from 'react'

/** The address of one of our pages in a language: English has no prefix. */
export function localHref(locale: string, path: string): string {
  if (locale === 'en') return path
  return path === '/' ? `/${locale}` : `/${locale}${path}`
}

/** The address of one of our pages in the reader's language. */
export function useHref(): (path: string) => string {
  const { locale } = useLingui().i18n
  return (path) => localHref(locale, path)
}

/** A link to one of our pages, in the reader's language. */
export function Link({ to, ...rest }: { to: string } & Omit<ComponentPropsWithoutRef<'a'>, 'href'>) {
  const href = useHref()
  return <a href={href(to)} {...rest} />
}
