import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'

/** What stands where in an encoding: positions of bytes, counted from 0, and their meaning. */
export function ByteTable({ caption, rows }: { caption: ReactNode; rows: readonly { at: string; what: ReactNode }[] }) {
  return (
    <table className="table bytes">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">
            <Trans>Bytes</Trans>
          </th>
          <th scope="col">
            <Trans>What they are</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ at, what }) => (
          <tr key={at}>
            <td>{at}</td>
            <td>{what}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
