import { fileURLToPath } from 'node:url'
import { defineConfig } from '@lingui/cli'
import { formatter } from '@lingui/format-po'

/** Two catalogues, so that the words of mails are not sent to browsers. */
export default defineConfig({
  rootDir: fileURLToPath(new URL('..', import.meta.url)),
  sourceLocale: 'en',
  locales: ['en'],
  format: formatter({ lineNumbers: false }),
  catalogs: [
    { path: '<rootDir>/web/i18n/{locale}', include: ['<rootDir>/web'] },
    { path: '<rootDir>/emails/i18n/{locale}', include: ['<rootDir>/emails'] },
  ],
})
