import { useState } from 'react'
import type { RemovalReason, SignatureItem } from '#contract/organize/signatures.ts'
import type { ProblemDocument } from '#contract/problem.ts'
import { noAnswer, Refusal } from '../../../api/call.ts'
import { useCalls } from '../access/prove.tsx'
import { ProblemNote } from '../notices.tsx'
import { useMe } from '../use-me.ts'
import { countryName, momentOf, number } from '../words.ts'
import { removalReasons } from './removal-reasons.ts'

type Whole = SignatureItem & {
  name: string
  email: string
  postcode: string | null
  comment: string | null
  textVersion: number
  consentVersion: string
  history: { at: string; what: 'signed' | 'confirmed' | 'held' }[]
}

const happened = { signed: 'Signed', confirmed: 'Confirmed', held: 'Held' }

/** One signature: shown with all that is kept of it only once that is asked for, which is written down. */
export function OpenSignature({ path, onClose, onChanged }: { path: string; onClose(): void; onChanged(): void }) {
  const { ask } = useCalls()
  const { may } = useMe()
  const [whole, setWhole] = useState<Whole | null>(null)
  const [problem, setProblem] = useState<ProblemDocument | null>(null)
  const [reason, setReason] = useState<RemovalReason>('duplicate')
  const [isRemoving, setRemoving] = useState(false)

  const attempt = async (work: () => Promise<void>) => {
    setProblem(null)
    try {
      await work()
    } catch (error) {
      setProblem(error instanceof Refusal ? error.problem : noAnswer)
    }
  }
  const open = () => void attempt(async () => setWhole(await ask<Whole>(`${path}/open`, {})))
  const alter = (body: object) =>
    void attempt(async () => {
      await ask(`${path}/change`, body)
      onChanged()
    })
  return (
    <section className="panel stack" aria-label="One signature">
      <ProblemNote problem={problem} />
      {whole === null ? (
        <p className="row-acts">
          <button type="button" className="button" onClick={open}>
            Show name and address
          </button>
          <button type="button" className="button second" onClick={onClose}>
            Close
          </button>
          <span className="quiet">That you looked is written down.</span>
        </p>
      ) : (
        <>
          <dl className="pairs">
            <dt>Name</dt>
            <dd>{whole.name}</dd>
            <dt>E-mail address</dt>
            <dd>{whole.email}</dd>
            <dt>Place</dt>
            <dd>
              {whole.postcode ? `${whole.postcode}, ` : ''}
              {countryName(whole.country)}
            </dd>
            <dt>Comment</dt>
            <dd className="as-typed">{whole.comment ?? '–'}</dd>
            <dt>Agreed to</dt>
            <dd>
              {whole.showsName ? 'showing the name' : 'not showing the name'}, {whole.wantsUpdates ? 'news by mail' : 'no news'} (wording of{' '}
              {whole.consentVersion})
            </dd>
            <dt>Text</dt>
            <dd>version {whole.textVersion}</dd>
            <dt>Entry in the log</dt>
            <dd>{whole.entryIndex === null ? 'none' : number(whole.entryIndex)}</dd>
            {whole.history.map(({ at, what }) => (
              <HistoryRow key={what} words={happened[what]} at={at} />
            ))}
          </dl>
          <p className="row-acts">
            {may('remove-signatures') &&
              (whole.state === 'held' ? (
                <button type="button" className="button" onClick={() => alter({ kind: 'release' })}>
                  Release: count it again
                </button>
              ) : (
                <button type="button" className="button second" onClick={() => alter({ kind: 'hold' })}>
                  Hold: do not count it for now
                </button>
              ))}
            {may('remove-signatures') && (
              <button type="button" className="button danger" aria-expanded={isRemoving} onClick={() => setRemoving(!isRemoving)}>
                Remove…
              </button>
            )}
            <button type="button" className="button second" onClick={onClose}>
              Close
            </button>
          </p>
          {isRemoving && (
            <div className="note warning stack">
              <p>
                All that is kept of this person goes, and the log says for good that an entry was voided, and why. It cannot be undone. To
                look into it first, hold it.
              </p>
              <ReasonChoice reason={reason} onChoose={setReason} />
              <p>
                <button type="button" className="button danger" onClick={() => alter({ kind: 'remove', reason })}>
                  Remove this signature
                </button>
              </p>
            </div>
          )}
        </>
      )}
    </section>
  )
}

function HistoryRow({ words, at }: { words: string; at: string }) {
  return (
    <>
      <dt>{words}</dt>
      <dd>{momentOf(at)}</dd>
    </>
  )
}

/** Why it is removed; the log will say so. */
export function ReasonChoice({ reason, onChoose }: { reason: RemovalReason; onChoose(reason: RemovalReason): void }) {
  return (
    <label className="field">
      <span className="label">Reason, for the log</span>
      <select className="input" value={reason} onChange={(event) => onChoose(event.target.value as RemovalReason)}>
        {Object.entries(removalReasons).map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </label>
  )
}
