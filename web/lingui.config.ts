import { fileURLToPath } from 'node:url'
import { defineConfig } from '@lingui/cli'
import { formatter } from '@lingui/format-po'

/**
 * Catalogues apart: the words of mails are not sent to browsers, nor those of a long page with
 * every other page.
 */
export default defineConfig({
  rootDir: fileURLToPath(new URL('..', import.meta.url)),
  sourceLocale: 'en',
  locales: ['en'],
  format: formatter({ lineNumbers: false }),
  catalogs: [
    { path: '<rootDir>/web/i18n/{locale}', include: ['<rootDir>/web'], exclude: ['<rootDir>/web/features/verify'] },
    { path: '<rootDir>/web/features/verify/i18n/{locale}', include: ['<rootDir>/web/features/verify'] },
    { path: '<rootDir>/emails/i18n/{locale}', include: ['<rootDir>/emails'] },
  ],
})
