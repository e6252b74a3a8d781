import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../lib/clock.ts'
import type { Sender } from './mail-head.ts'
import { mailHead } from './mail-head.ts'
import type { Mailer } from './mailer.ts'

/** A mail as the development mailbox keeps it. */
export type KeptMail = {
  id: string
  to: string
  from: string
  /** There when answers go to somebody else than the sender. */
  replyTo?: string
  subject: string
  text: string
  html: string
  headers: Record<string, string>
  sentAt: string
}

export type Mailbox = {
  mailer: Mailer
  /** The newest first. */
  list(): KeptMail[]
}

const maxMails = 1000

/**
 * Keeps mail as files in `folder` instead of sending it, for trying out: never in the database,
 * never in a log, and only the last thousand.
 */
export function openMailbox(options: Sender & { folder: string; clock: Clock; render: Mailer['render'] }): Mailbox {
  const { folder, clock } = options
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const names = () =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
  /** Mails never change, so each is read once. */
  const known = new Map<string, KeptMail>()
  let last = ''

  function keep(name: string): KeptMail[] {
    try {
      const mail = JSON.parse(readFileSync(join(folder, name), 'utf8')) as KeptMail
      known.set(name, mail)
      return [mail]
    } catch (error) {
      // Another process has thrown away the oldest in the meantime.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw error
    }
  }

  function nextId(sentAt: Date): string {
    const stamp = String(sentAt.getTime()).padStart(14, '0')
    const counter = last.startsWith(stamp) ? Number(last.split('-')[1]) + 1 : 0
    last = `${stamp}-${String(counter).padStart(4, '0')}-${process.pid}`
    return last
  }

  return {
    mailer: {
      render: options.render,
      async send(mail) {
        const { to, message } = mail
        const { from, replyTo, subject, messageId, headers } = mailHead(mail, options)
        const sentAt = clock.now()
        const id = nextId(sentAt)
        const kept: KeptMail = {
          id,
          to,
          from: shown(from),
          ...(replyTo ? { replyTo: shown(replyTo) } : {}),
          ...message,
          subject,
          headers: { 'Message-ID': messageId, ...headers },
          sentAt: sentAt.toISOString(),
        }
        // Renamed into place, so that a reader never meets half a mail.
        writeFileSync(join(folder, `${id}.tmp`), JSON.stringify(kept), { mode: 0o600 })
        renameSync(join(folder, `${id}.tmp`), join(folder, `${id}.json`))
        for (const name of names().slice(0, -maxMails)) rmSync(join(folder, name), { force: true })
        return { code: 250, reply: '250 kept in the mailbox of the try-out, not sent' }
      },
      close: async () => {},
    },
    list() {
      const present = names().reverse()
      const presentNames = new Set(present)
      for (const name of known.keys()) if (!presentNames.has(name)) known.delete(name)
      return present.flatMap((name) => known.get(name) ?? keep(name))
    },
  }
}

function shown({ name, address }: { name: string; address: string }): string {
  return `${name} <${address}>`
}
