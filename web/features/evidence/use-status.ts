import { useLingui } from '@lingui/react/macro'

/**
 * Where an event stands in law, in plain words: a resolution is never left without saying that it
 * does not bind. Words that the platform does not know are shown as the ledger has them.
 * @returns null where the ledger says nothing
 */
export function useStatus(kind: string, status: string | null): string | null {
  const { t } = useLingui()
  if (status === 'non-binding') return kind === 'resolution' ? t`non-binding resolution` : t`non-binding`
  if (status === 'in force') return kind === 'law' ? t`law in force` : t`in force`
  return status
}
