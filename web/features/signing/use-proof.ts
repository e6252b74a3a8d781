import { useEffect, useState } from 'react'
import workerUrl from './proof-worker.ts?worker&url'

type TrustedTypes = {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string }
}

/**
 * Solves the challenge of a form that came back, in a worker; the solution, or null until there is
 * one. Without a challenge it does nothing.
 */
export function useProof(challenge: unknown): string | null {
  const [proof, setProof] = useState<string | null>(null)
  useEffect(() => {
    if (!challenge) return
    const worker = new Worker(trusted(workerUrl), { type: 'module' })
    worker.onmessage = ({ data }: MessageEvent<string | null>) => setProof(data)
    worker.postMessage(challenge)
    return () => worker.terminate()
  }, [challenge])
  return proof
}

/** The site's policy lets no text become a script's address but this one. */
function trusted(url: string): string {
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes }
  if (!trustedTypes) return url
  const policy = trustedTypes.createPolicy('proof-worker', {
    createScriptURL(asked) {
      if (asked !== url) throw new TypeError('not the address of the worker')
      return asked
    },
  })
  return policy.createScriptURL(url)
}
