import { useLingui } from '@lingui/react/macro'
import { useCampaignLang } from '../../i18n/campaign-language.ts'

/**
 * Where an event stands in law, in plain words: a resolution is never left without saying that it
 * does not bind. Words that the platform does not know are shown as the ledger has them.
 */
export function Status({ kind, status }: { kind: string; status: string }) {
  const { t } = useLingui()
  const lang = useCampaignLang()
  if (status === 'non-binding') return kind === 'resolution' ? t`non-binding resolution` : t`non-binding`
  if (status === 'in force') return kind === 'law' ? t`law in force` : t`in force`
  return <span lang={lang}>{status}</span>
}
