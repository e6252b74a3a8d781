import { useState } from 'react'
import type { AuditAction, AuditEntry } from '#contract/organize/audit.ts'
import { ProblemNote, Show } from '../notices.tsx'
import { TableFrame } from '../table-frame.tsx'
import { useDownload } from '../use-download.ts'
import { useLoaded } from '../use-loaded.ts'
import { useMe } from '../use-me.ts'
import { useTitle } from '../use-title.ts'
import { momentOf } from '../words.ts'

const words: Record<AuditAction, string> = {
  joined: 'joined',
  'signed-in': 'signed in',
  'sign-in-failed': 'was refused after too many wrong passwords or codes',
  'signed-out': 'signed out',
  'session-ended': 'ended one of their sessions',
  'passkey-added': 'added a passkey',
  'passkey-removed': 'removed a passkey',
  'authenticator-added': 'set up a password with an authenticator app',
  'person-invited': 'invited somebody',
  'invitation-withdrawn': 'withdrew an invitation',
  'role-changed': 'changed somebody’s role',
  'person-removed': 'removed somebody',
  'signatures-searched': 'looked for the signature of an address',
  'signature-opened': 'opened a signature',
  'signatures-changed': 'changed signatures',
  'change-cancelled': 'stopped a change of signatures',
  'signatures-exported': 'took out a list',
  'audit-log-exported': 'took out this log',
  'letter-opened': 'opened a held letter',
  'letter-released': 'let a held letter go',
  'letter-refused': 'did not let a letter go',
}

/** What organizers did, the newest first. Nothing in it can be changed. */
export function ActivityPage() {
  useTitle('Activity')
  const { api } = useMe()
  const [cursors, setCursors] = useState<string[]>([])
  const cursor = cursors.at(-1)
  const page = useLoaded<{ items: AuditEntry[]; nextCursor: string | null }>(`${api}/audit?limit=50${cursor ? `&cursor=${cursor}` : ''}`)
  const { download, problem, isBusy } = useDownload()
  return (
    <div className="stack">
      <h1>Activity</h1>
      <ProblemNote problem={problem} />
      <p className="quiet">Everything that people who work here did. Entries are only ever added; nobody can change or remove one.</p>
      <p>
        <button type="button" className="button second" disabled={isBusy} onClick={() => void download(`${api}/audit/exports`, {})}>
          All of it as a CSV file
        </button>
      </p>
      <Show loaded={page}>
        {({ items, nextCursor }) => (
          <>
            <TableFrame>
              <table className="table">
                <thead>
                  <tr>
                    <th scope="col">When</th>
                    <th scope="col">Who</th>
                    <th scope="col">What</th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((entry) => (
                    <tr key={entry.id}>
                      <td className="nowrap">
                        <time dateTime={entry.at}>{momentOf(entry.at)}</time>
                      </td>
                      <td>{entry.by?.name ?? 'the server'}</td>
                      <td>
                        {words[entry.action]} <span className="quiet">{detailsOf(entry)}</span>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </TableFrame>
            <p className="row-acts">
              {cursors.length > 0 && (
                <button type="button" className="button second" onClick={() => setCursors(cursors.slice(0, -1))}>
                  Newer
                </button>
              )}
              {nextCursor && (
                <button type="button" className="button second" onClick={() => setCursors([...cursors, nextCursor])}>
                  Older
                </button>
              )}
            </p>
          </>
        )}
      </Show>
    </div>
  )
}

function detailsOf({ details }: AuditEntry): string {
  return Object.entries(details)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name}: ${value}`)
    .join(' · ')
}
