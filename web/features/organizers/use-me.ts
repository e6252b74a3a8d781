import { createContext, useContext } from 'react'
import type { Action, Me } from '#contract/organize/accounts.ts'

export type Signed = {
  me: Me
  /** The campaign that is worked on. */
  campaign: Me['campaigns'][number]
  may(action: Action): boolean
  /** Beginning of the addresses of the campaign. */
  api: string
  reload(): void
}

export const MeContext = createContext<Signed | null>(null)

/** Who is signed in, and what they may do in the campaign that they work on. */
export function useMe(): Signed {
  const signed = useContext(MeContext)
  if (!signed) throw new Error('useMe is used outside of the frame')
  return signed
}
