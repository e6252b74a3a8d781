import { useEffect, useRef, useState } from 'react'

const quietMs = 60_000

/** A changed text for a screen reader, at most once a minute; empty until it changes. */
export function useRareAnnouncement(text: string): string {
  const [announced, setAnnounced] = useState('')
  const latest = useRef(text)
  const first = useRef(text)
  latest.current = text
  useEffect(() => {
    const timer = setInterval(() => {
      if (latest.current !== first.current) setAnnounced(latest.current)
    }, quietMs)
    return () => clearInterval(timer)
  }, [])
  return announced
}
