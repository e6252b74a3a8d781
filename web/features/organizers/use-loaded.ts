import { useCallback, useEffect, useRef, useState } from 'react'
import type { ProblemDocument } from '#contract/problem.ts'
import { noAnswer, Refusal } from '../../api/call.ts'
import { useCalls } from './access/prove.tsx'

export type Loaded<Data> = {
  /** The newest that came; null until the first. */
  data: Data | null
  /** Why the last try brought nothing; older data stays. */
  problem: ProblemDocument | null
  reload(): void
}

/** Data of an address: loaded, and loaded again when the address changes, every so often while the page is in sight, and when asked to. */
export function useLoaded<Data>(path: string, everyMs?: number): Loaded<Data> {
  const { ask } = useCalls()
  const [state, setState] = useState<{ path: string; data: Data | null; problem: ProblemDocument | null }>({
    path,
    data: null,
    problem: null,
  })
  const newest = useRef(0)

  const reload = useCallback(() => {
    const turn = ++newest.current
    ask<Data>(path).then(
      (data) => {
        if (turn === newest.current) setState({ path, data, problem: null })
      },
      (error: unknown) => {
        const problem = error instanceof Refusal ? error.problem : noAnswer
        if (turn === newest.current) setState((known) => ({ path, data: known.path === path ? known.data : null, problem }))
      },
    )
  }, [ask, path])

  useEffect(() => {
    reload()
    if (everyMs === undefined) return
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') reload()
    }, everyMs)
    return () => clearInterval(timer)
  }, [reload, everyMs])

  return { data: state.path === path ? state.data : null, problem: state.problem, reload }
}
