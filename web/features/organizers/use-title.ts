import { useEffect } from 'react'
import { useCalls } from './access/prove.tsx'

/** Names the page in the browser's tab and history. */
export function useTitle(title: string): void {
  const { siteName } = useCalls()
  useEffect(() => {
    document.title = `${title} – ${siteName}`
  }, [title, siteName])
}
