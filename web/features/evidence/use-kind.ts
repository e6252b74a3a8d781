import { useLingui } from '@lingui/react/macro'

/** What kind of claim or event something is, in words; one that the platform does not know as the ledger has it. */
export function useKind(): (kind: string) => string {
  const { t } = useLingui()
  const words: Record<string, string> = {
    allegation: t`Allegation`,
    call: t`Call to act`,
    denial: t`Denial`,
    event: t`Event`,
    figure: t`Figure`,
    finding: t`Finding or report`,
    law: t`Law`,
    resolution: t`Resolution or bill`,
    response: t`Response`,
    statement: t`Statement`,
    testimony: t`Testimony`,
  }
  return (kind) => words[kind] ?? kind
}
