import { useState } from 'react'
import type { ExportPurpose } from '#contract/organize/signatures.ts'
import type { ProblemDocument } from '#contract/problem.ts'
import { noAnswer, Refusal } from '../../../api/call.ts'
import { useCalls } from '../access/prove.tsx'
import { ProblemNote } from '../notices.tsx'

const purposes: { purpose: ExportPurpose; title: string; says: string }[] = [
  {
    purpose: 'updates',
    title: 'People who want news',
    says: 'Name, address, country and postcode of those who asked for news by mail, and of nobody else.',
  },
  {
    purpose: 'public-names',
    title: 'Names that may be shown',
    says: 'The names of those who said that theirs may be shown, in full or as initials as they chose, with the country. For the addressee.',
  },
]

/** Lists to take out: each of those who agreed to its purpose. */
export function Exports({ path }: { path: string }) {
  const { askForFile } = useCalls()
  const [problem, setProblem] = useState<ProblemDocument | null>(null)
  const [busy, setBusy] = useState<ExportPurpose | null>(null)

  const take = async (purpose: ExportPurpose) => {
    setProblem(null)
    setBusy(purpose)
    try {
      const { content, name } = await askForFile(path, { purpose })
      const link = document.createElement('a')
      link.href = URL.createObjectURL(content)
      link.download = name
      link.click()
      URL.revokeObjectURL(link.href)
    } catch (error) {
      setProblem(error instanceof Refusal ? error.problem : noAnswer)
    } finally {
      setBusy(null)
    }
  }
  return (
    <section className="stack" aria-labelledby="exports">
      <h2 id="exports">Take out a list</h2>
      <p className="quiet">
        Each list that you take out is written down with how many were in it. Whoever has the file has the people: keep it on an encrypted
        disk, and delete it when you have used it. Those who withdraw later are still in it.
      </p>
      <ProblemNote problem={problem} />
      <ul className="rows">
        {purposes.map(({ purpose, title, says }) => (
          <li key={purpose}>
            <span>
              <strong>{title}</strong> <span className="quiet says">{says}</span>
            </span>
            <button type="button" className="button second" disabled={busy !== null} onClick={() => void take(purpose)}>
              {busy === purpose ? 'Being written…' : 'CSV file'}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
