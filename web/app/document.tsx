import type { I18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import type { PageEnvelope } from '#contract/pages.ts'
import { CampaignLanguage } from '../i18n/campaign-language.ts'
import type { PageModule } from './page.ts'
import { Shell } from './shell.tsx'

/** A page in its shell, the same on the server and in the browser. */
export function Document({ envelope, module, i18n }: { envelope: PageEnvelope; module: PageModule<PageEnvelope['name']>; i18n: I18n }) {
  const { Page } = module as PageModule<'home'>
  const { data, site, path } = envelope as PageEnvelope<'home'>
  const language = 'language' in envelope.data ? envelope.data.language : 'en'
  return (
    <I18nProvider i18n={i18n}>
      <CampaignLanguage value={language}>
        <Shell site={site} path={path}>
          <Page data={data} site={site} />
        </Shell>
      </CampaignLanguage>
    </I18nProvider>
  )
}
