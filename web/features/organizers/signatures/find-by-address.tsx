import type { FormEvent } from 'react'
import { useState } from 'react'
import type { SignatureItem } from '#contract/organize/signatures.ts'
import type { ProblemDocument } from '#contract/problem.ts'
import { noAnswer, Refusal } from '../../../api/call.ts'
import { TextField } from '../../../ui/fields.tsx'
import { useCalls } from '../access/prove.tsx'
import { ProblemNote } from '../notices.tsx'

/** Finds the signature of one whole address; there is no search by a part of it, or by name. */
export function FindByAddress({ path, onFound }: { path: string; onFound(id: string): void }) {
  const { ask } = useCalls()
  const [problem, setProblem] = useState<ProblemDocument | null>(null)
  const [said, setSaid] = useState<string | null>(null)

  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const email = String(new FormData(event.currentTarget).get('address') ?? '')
    setProblem(null)
    setSaid(null)
    try {
      const { item } = await ask<{ item: SignatureItem | null }>(`${path}/find`, { email })
      if (item) onFound(item.id)
      else setSaid('No confirmed signature of this address is here.')
    } catch (error) {
      setProblem(error instanceof Refusal ? error.problem : noAnswer)
    }
  }
  return (
    <form onSubmit={(event) => void onSubmit(event)} className="narrow fields" aria-label="Find by address">
      <TextField
        name="address"
        label="Find the signature of an address"
        hint="The whole e-mail address, of somebody who wrote to you; that you looked is written down"
        input={{ type: 'email', required: true, autoComplete: 'off' }}
      />
      <p>
        <button type="submit" className="button second">
          Find
        </button>
      </p>
      <ProblemNote problem={problem} />
      <p role="status">{said}</p>
    </form>
  )
}
