import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Fault } from '#contract/verification/faults.ts'
import type { Asked, Report } from './verify-log.ts'
import { compareLog } from './verify-log.ts'

export const verifyUsage = 'verify <url> [--key k] [--receipt file] [--checkpoint file]'

/**
 * Verifies a petition's log from outside: downloads every entry, makes root and count anew, and
 * compares them with what the site signs and shows. Needs no database and no settings.
 * @returns 0 when all is well, 1 when something is not, 2 when the command was given wrongly
 */
export async function verify(args: string[], print: (line: string) => void): Promise<number> {
  const asked = readArguments(args)
  if (typeof asked === 'string') {
    print(`${asked}\n\nUsage: npm run cli -- ${verifyUsage}`)
    print('  <url>         address of the petition or of its log: https://host/petitions/name or https://host/log/name')
    print('  --key         verifier key that you noted earlier or got elsewhere; otherwise the site’s own is taken on trust')
    print('  --receipt     file with the receipt of a signature: is it in the log, and does it still count?')
    print('  --checkpoint  file with a checkpoint saved earlier: has the log only grown since?')
    return 2
  }
  let isWell = true
  // What the site sends may be meant to move the cursor.
  const say = (line: string) => print(line.replace(/[\p{Cc}\p{Cf}]/gu, '\ufffd'))
  const report: Report = {
    ok: (line) => say(`ok   ${line}`),
    bad(line) {
      isWell = false
      say(`BAD  ${line}`)
    },
    note: (line) => say(`note ${line}`),
    async check(subject, work, ok) {
      try {
        const result = await work()
        const line = ok(result)
        if (line !== null) report.ok(`${subject}: ${line}`)
        return result
      } catch (error) {
        if (!(error instanceof Fault)) throw error
        report.bad(`${subject}: ${error.message}`)
        return null
      }
    },
  }
  await compareLog(asked, report)
  report.note('none of this proves that each entry is a different person: a log can show what was counted, not who signed')
  return isWell ? 0 : 1
}

/** The arguments, or a sentence on what is wrong with them. */
function readArguments(args: string[]): Asked | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { key: { type: 'string' }, receipt: { type: 'string' }, checkpoint: { type: 'string' } },
    })
    const [url = '', ...others] = positionals
    const place = readUrl(url)
    if (!place || others.length > 0)
      return url === '' ? 'Name the petition to verify.' : `This is not the address of one petition: ${positionals.join(' ')}`
    const file = (path: string | undefined) => (path === undefined ? null : readFileSync(path, 'utf8'))
    return { ...place, key: values.key ?? null, receipt: file(values.receipt), checkpoint: file(values.checkpoint) }
  } catch (error) {
    return (error as Error).message
  }
}

function readUrl(text: string): { site: string; slug: string } | null {
  const url = URL.canParse(text) ? new URL(text) : null
  const slug = /^(?:\/[a-z]{2}(?:-[A-Za-z]+)?)?\/(?:petitions|log)\/([a-z0-9-]+)(?:\/.*)?$/.exec(url?.pathname ?? '')?.[1]
  return url && slug && /^https?:$/.test(url.protocol) ? { site: url.origin, slug } : null
}
