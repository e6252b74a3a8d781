import { useState } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'
import type { SignatureItem } from '#contract/organize/signatures.ts'
import { Show } from '../notices.tsx'
import { TableFrame } from '../table-frame.tsx'
import { useLoaded } from '../use-loaded.ts'
import { useMe } from '../use-me.ts'
import { useTitle } from '../use-title.ts'
import { countryName, momentOf, number, providerName } from '../words.ts'
import { BulkChanges } from './bulk-changes.tsx'
import { Conditions } from './conditions.tsx'
import { Exports } from './exports.tsx'
import { FindByAddress } from './find-by-address.tsx'
import { OpenSignature } from './open-signature.tsx'

const flagWords: Record<string, string> = {
  'disposable-address': 'throw-away address',
  'trap-field': 'filled in the trap',
  'no-form-age': 'without the form',
}

/** Confirmed signatures of a petition, without names until one is opened. */
export function SignaturesPage() {
  useTitle('Signatures')
  const { slug = '' } = useParams()
  const { api, may } = useMe()
  const [query, setQuery] = useSearchParams()
  const [opened, setOpened] = useState<string | null>(null)
  const cursors = query.getAll('cursor')
  const conditions = Object.fromEntries([...query].filter(([name]) => name !== 'cursor'))
  const cursor = cursors.at(-1)
  const path = `${api}/petitions/${slug}/signatures`
  const page = useLoaded<{ items: SignatureItem[]; nextCursor: string | null }>(
    `${path}?${new URLSearchParams({ ...conditions, ...(cursor ? { cursor } : {}) })}`,
  )

  const go = (next: string[]) => {
    const following = new URLSearchParams(conditions)
    for (const one of next) following.append('cursor', one)
    setQuery(following)
  }
  return (
    <div className="stack">
      <p className="kicker">
        <Link to={`/petitions/${slug}`}>Figures of this petition</Link>
      </p>
      <h1>Signatures</h1>
      <FindByAddress path={path} onFound={setOpened} />
      <Conditions given={conditions} onChoose={(chosen) => setQuery(chosen)} />
      {opened && (
        <OpenSignature
          key={opened}
          path={`${path}/${opened}`}
          onClose={() => setOpened(null)}
          onChanged={() => {
            setOpened(null)
            page.reload()
          }}
        />
      )}
      <Show loaded={page}>
        {({ items, nextCursor }) => (
          <>
            <SignatureTable items={items} opened={opened} onOpen={setOpened} />
            <p className="row-acts">
              {cursors.length > 0 && (
                <button type="button" className="button second" onClick={() => go(cursors.slice(0, -1))}>
                  Newer
                </button>
              )}
              {nextCursor && (
                <button type="button" className="button second" onClick={() => go([...cursors, nextCursor])}>
                  Older
                </button>
              )}
            </p>
          </>
        )}
      </Show>
      {may('remove-signatures') && <BulkChanges path={path} conditions={conditions} onDone={page.reload} />}
      {may('export-signatures') && <Exports path={`${api}/petitions/${slug}/exports`} />}
    </div>
  )
}

function SignatureTable({ items, opened, onOpen }: { items: SignatureItem[]; opened: string | null; onOpen(id: string): void }) {
  if (items.length === 0) return <p>No signature fits. Take a condition away, or wait: only confirmed ones are here.</p>
  return (
    <TableFrame>
      <table className="table">
        <thead>
          <tr>
            <th scope="col" className="number">
              Entry
            </th>
            <th scope="col">Confirmed</th>
            <th scope="col">Country</th>
            <th scope="col">Source</th>
            <th scope="col">Mail service</th>
            <th scope="col">Marks</th>
            <th scope="col">
              <span className="visually-hidden">Open</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.id} className={item.id === opened ? 'chosen' : ''}>
              <td className="number">
                {item.entryIndex === null ? (item.state === 'held' ? 'held' : 'not yet') : number(item.entryIndex)}
              </td>
              <td className="nowrap">{momentOf(item.confirmedAt)}</td>
              <td>{countryName(item.country)}</td>
              <td>{item.source ?? '–'}</td>
              <td>{providerName(item.provider)}</td>
              <td>{item.flags.map((flag) => flagWords[flag] ?? flag).join(', ') || '–'}</td>
              <td>
                <button type="button" className="link" onClick={() => onOpen(item.id)}>
                  Open<span className="visually-hidden"> the signature of {momentOf(item.confirmedAt)}</span>
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  )
}
