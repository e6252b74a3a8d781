import type { ReactNode } from 'react'
import type { ProblemDocument } from '#contract/problem.ts'
import type { Loaded } from './use-loaded.ts'

/** Something that the server refused, with what to do about it. */
export function ProblemNote({ problem }: { problem: ProblemDocument | null }) {
  if (!problem) return null
  return (
    <div className="note error stack" role="alert">
      <p>
        <strong>{problem.title}.</strong> {problem.detail}
      </p>
      {problem.errors && problem.errors.length > 1 && (
        <ul>
          {problem.errors.map((error) => (
            <li key={error.pointer}>
              {error.pointer.slice(1)}: {error.detail} {error.fix}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** What was loaded, or that it is on its way, or why it did not come. */
export function Show<Data>({ loaded, children }: { loaded: Loaded<Data>; children(data: Data): ReactNode }) {
  return (
    <>
      <ProblemNote problem={loaded.problem} />
      {loaded.data !== null ? children(loaded.data) : loaded.problem === null && <p className="quiet">Loading…</p>}
    </>
  )
}
