import type { PageName } from '#contract/pages.ts'
import type { PageModule } from './page.ts'

/** Every page: its name in the contract and the module that shows it, loaded when it is shown. */
export const pages: { [Name in PageName]: () => Promise<{ page: PageModule<Name> }> } = {
  home: () => import('../features/petitions/home-page.tsx'),
  petitions: () => import('../features/petitions/petitions-page.tsx'),
  petition: () => import('../features/petitions/petition-page.tsx'),
  thanks: () => import('../features/petitions/thanks-page.tsx'),
  'check-your-email': () => import('../features/signing/check-your-email-page.tsx'),
  confirm: () => import('../features/signing/confirm-page.tsx'),
  'signer-link': () => import('../features/signing/signer-link-page.tsx'),
  signer: () => import('../features/signing/signer-page.tsx'),
  'not-me': () => import('../features/signing/not-me-page.tsx'),
  verify: () => import('../features/verify/verify-page.tsx'),
  privacy: () => import('../features/site/privacy-page.tsx'),
  problem: () => import('../features/site/problem-page.tsx'),
  'api-docs': () => import('../features/site/api-docs-page.tsx'),
  mailbox: () => import('../features/site/mailbox-page.tsx'),
}
