import { useEffect, useState } from 'react'
import type { BulkChange, RemovalReason } from '#contract/organize/signatures.ts'
import type { ProblemDocument } from '#contract/problem.ts'
import { noAnswer, Refusal } from '../../../api/call.ts'
import { useCalls } from '../access/prove.tsx'
import { ProblemNote, Show } from '../notices.tsx'
import { useLoaded } from '../use-loaded.ts'
import { ago, number } from '../words.ts'
import { ReasonChoice } from './open-signature.tsx'
import { removalReasons } from './removal-reasons.ts'

type Kind = BulkChange['kind']

const kinds: Record<Kind, { act: string; done: string; says: string }> = {
  hold: { act: 'Hold', done: 'held', says: 'They are not counted until somebody releases them. Their signers are not told.' },
  release: { act: 'Release', done: 'released', says: 'They are counted again, by new entries of the log.' },
  remove: {
    act: 'Remove',
    done: 'removed',
    says: 'All that is kept of these people goes, and the log says for good that their entries were voided, and why. It cannot be undone.',
  },
}

/** How often a change that runs is looked at. */
const everyMs = 2000

/** Changes every signature that the conditions above hold for: how many is shown first, and nothing is done if that has moved. */
export function BulkChanges({ path, conditions, onDone }: { path: string; conditions: Record<string, string>; onDone(): void }) {
  const { ask } = useCalls()
  const changes = useLoaded<{ items: BulkChange[] }>(`${path}/changes`, everyMs)
  const [preview, setPreview] = useState<{ kind: Kind; count: number } | null>(null)
  const [reason, setReason] = useState<RemovalReason>('automated')
  const [typed, setTyped] = useState('')
  const [problem, setProblem] = useState<ProblemDocument | null>(null)
  const isHeld = conditions['state'] === 'held'
  const running = changes.data?.items.some(({ state }) => state === 'running') ?? false

  // biome-ignore lint/correctness/useExhaustiveDependencies: the list is loaded again when a change has come to its end
  useEffect(() => {
    if (!running) onDone()
  }, [running])

  const attempt = async (work: () => Promise<void>) => {
    setProblem(null)
    try {
      await work()
    } catch (error) {
      setProblem(error instanceof Refusal ? error.problem : noAnswer)
      setPreview(null)
    }
  }
  const look = (kind: Kind) =>
    void attempt(async () => {
      const { count } = await ask<{ count: number }>(`${path}/count`, conditions)
      setTyped('')
      setPreview({ kind, count })
    })
  const begin = ({ kind, count }: { kind: Kind; count: number }) =>
    void attempt(async () => {
      await ask(`${path}/changes`, { kind, conditions, expected: count, ...(kind === 'remove' ? { reason } : {}) })
      setPreview(null)
      changes.reload()
    })
  const isSure = preview?.kind !== 'remove' || typed.replaceAll(/\D/g, '') === String(preview.count)
  return (
    <section className="stack" aria-labelledby="bulk">
      <h2 id="bulk">All that are chosen above</h2>
      <ProblemNote problem={problem} />
      <p className="row-acts">
        {isHeld ? (
          <button type="button" className="button second" onClick={() => look('release')}>
            Release all…
          </button>
        ) : (
          <button type="button" className="button second" onClick={() => look('hold')}>
            Hold all…
          </button>
        )}
        <button type="button" className="button danger" onClick={() => look('remove')}>
          Remove all…
        </button>
      </p>
      {preview && (
        <section className="note warning stack" aria-label={`${kinds[preview.kind].act} all`}>
          <p>
            {preview.count === 1 ? 'One signature fits.' : `${number(preview.count)} signatures fit.`} {kinds[preview.kind].says}
          </p>
          {preview.kind === 'remove' && (
            <>
              <ReasonChoice reason={reason} onChoose={setReason} />
              <label className="field">
                <span className="label">Type how many, to be sure</span>
                <input className="input" inputMode="numeric" value={typed} onChange={(event) => setTyped(event.target.value)} />
              </label>
            </>
          )}
          <p className="row-acts">
            <button
              type="button"
              className={preview.kind === 'remove' ? 'button danger' : 'button'}
              disabled={!isSure || preview.count === 0}
              onClick={() => begin(preview)}
            >
              {kinds[preview.kind].act} {number(preview.count)}
            </button>
            <button type="button" className="button second" onClick={() => setPreview(null)}>
              Leave them
            </button>
          </p>
        </section>
      )}
      <Show loaded={changes}>
        {({ items }) =>
          items.length === 0 ? null : (
            <ul className="rows">
              {items.map((change) => (
                <ChangeRow
                  key={change.id}
                  change={change}
                  onCancel={() =>
                    void attempt(async () => {
                      await ask(`${path}/changes/${change.id}/cancel`, {})
                      changes.reload()
                    })
                  }
                />
              ))}
            </ul>
          )
        }
      </Show>
    </section>
  )
}

function ChangeRow({ change, onCancel }: { change: BulkChange; onCancel(): void }) {
  const { kind, reason, state, done, expected, startedAt } = change
  const why = reason ? ` (${removalReasons[reason as RemovalReason] ?? reason})` : ''
  return (
    <li>
      <span>
        {number(done)} of {number(expected)} {kinds[kind].done}
        {why} <span className="quiet">{state === 'running' ? 'under way' : `${state} · begun ${ago(startedAt)}`}</span>
      </span>
      {state === 'running' && (
        <span className="row-acts">
          <progress className="progress" max={expected} value={done} aria-label="Progress" />
          <button type="button" className="link" onClick={onCancel}>
            Stop here
          </button>
        </span>
      )}
    </li>
  )
}
