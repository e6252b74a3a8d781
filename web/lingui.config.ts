import { fileURLToPath } from 'node:url'
import { defineConfig } from '@lingui/cli'
import { formatter } from '@lingui/format-po'

/** Pages that are only rendered on the server. */
const staticPages = [
  '<rootDir>/web/features/evidence',
  '<rootDir>/web/features/letters',
  '<rootDir>/web/features/petitions/pages',
  '<rootDir>/web/features/site',
]
/** Of the static pages of letters, the part that a browser hydrates. */
const composer = '<rootDir>/web/features/letters/composer'
const verify = '<rootDir>/web/features/verify'

/**
 * Catalogues apart: the words of mails are not sent to browsers, nor those of static pages, nor
 * those of a long page with every other page.
 */
export default defineConfig({
  rootDir: fileURLToPath(new URL('..', import.meta.url)),
  sourceLocale: 'en',
  locales: ['en', 'de', 'fr', 'he'],
  format: formatter({ lineNumbers: false }),
  catalogs: [
    { path: '<rootDir>/web/i18n/{locale}', include: ['<rootDir>/web'], exclude: [verify, ...staticPages] },
    { path: '<rootDir>/web/i18n/static/{locale}', include: staticPages, exclude: [composer] },
    { path: '<rootDir>/web/features/letters/composer/i18n/{locale}', include: [composer] },
    { path: '<rootDir>/web/features/verify/i18n/{locale}', include: [verify] },
    { path: '<rootDir>/emails/i18n/{locale}', include: ['<rootDir>/emails'] },
  ],
})
