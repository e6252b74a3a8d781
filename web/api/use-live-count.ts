import { useEffect, useState } from 'react'
import type { PetitionCount } from '#contract/petitions.ts'

const pollEveryMs = 15_000

/**
 * The newest published count of a petition, beginning with `first`: from the event stream while
 * the page is in sight, by asking now and then where there is no stream. Never goes back to an
 * older checkpoint.
 */
export function useLiveCount(slug: string, first: PetitionCount): PetitionCount {
  const [count, setCount] = useState(first)
  useEffect(() => {
    const address = `/api/v1/petitions/${slug}`
    let stream: EventSource | null = null
    let poll: ReturnType<typeof setInterval> | undefined
    const take = (next: PetitionCount) => setCount((known) => (next.checkpointSize > known.checkpointSize ? next : known))

    const ask = async () => {
      try {
        const reply = await fetch(`${address}/count`, { headers: { accept: 'application/json' } })
        if (reply.ok) take(await reply.json())
      } catch {
        // The line is down; the next round asks again.
      }
    }
    const startPolling = () => {
      poll ??= setInterval(() => void ask(), pollEveryMs)
    }
    const open = () => {
      stream = new EventSource(`${address}/stream`)
      stream.addEventListener('count', (event) => take(JSON.parse(event.data)))
      stream.addEventListener('error', () => {
        if (stream?.readyState === EventSource.CLOSED) startPolling()
      })
    }
    const close = () => {
      stream?.close()
      stream = null
      clearInterval(poll)
      poll = undefined
    }
    const onVisibility = () => {
      close()
      if (document.visibilityState === 'visible') {
        void ask()
        open()
      }
    }
    open()
    document.addEventListener('visibilitychange', onVisibility)
    return () => {
      document.removeEventListener('visibilitychange', onVisibility)
      close()
    }
  }, [slug])
  return count
}
