import type { ExportPurpose } from '#contract/organize/signatures.ts'
import { ProblemNote } from '../notices.tsx'
import { useDownload } from '../use-download.ts'

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
  const { download, problem, isBusy } = useDownload()
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
            <button type="button" className="button second" disabled={isBusy} onClick={() => void download(path, { purpose })}>
              {isBusy ? 'Being written…' : 'CSV file'}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
