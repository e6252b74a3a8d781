import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../../server/lib/clock.ts'
import type { Mailbox } from '../../server/mail/mailbox.ts'
import { openMailbox } from '../../server/mail/mailbox.ts'
import { createEmailRenderer } from '../../server/mail/render-email.ts'

const render = createEmailRenderer({ name: 'Test site', operator: null, contact: null, publicUrl: 'http://localhost:3000/' })
const message = { subject: 'Please answer', text: 'Dear office', html: '<p>Dear office</p>' }

let folder: string
let mailbox: Mailbox
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-mailbox-'))
  mailbox = openMailbox({ folder, from: 'mail@act.example.org', fromName: 'Test site', clock: systemClock, render })
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a mail of the site is kept as it would be sent, unsigned, and the sender is told that it was not sent', async () => {
  const reply = await mailbox.mailer.send({ to: 'ana@example.org', messageId: 'abc', message })

  expect(reply).toEqual({ code: 250, reply: '250 kept in the mailbox of the try-out, not sent' })
  expect(mailbox.list()).toEqual([
    {
      id: expect.any(String),
      to: 'ana@example.org',
      from: 'Test site <mail@act.example.org>',
      ...message,
      headers: { 'Message-ID': '<abc@act.example.org>', 'Auto-Submitted': 'auto-generated' },
      sentAt: expect.any(String),
    },
  ])
})

test('a letter is kept under the name of the person, with where answers go', async () => {
  await mailbox.mailer.send({
    to: 'office@house.example.net',
    messageId: 'abc',
    message: { ...message, subject: 'Please\r\nanswer' },
    fromName: 'Ana Muster\u202e via Test site',
    replyTo: { name: 'Ana Muster', address: 'ana@example.org' },
    returnPath: 'bounces+1@act.example.org',
  })

  const [mail] = mailbox.list()

  expect(mail).toMatchObject({
    from: 'Ana Muster via Test site <mail@act.example.org>',
    replyTo: 'Ana Muster <ana@example.org>',
    subject: 'Please answer',
    headers: { 'Message-ID': '<abc@act.example.org>' },
  })
  expect(Object.keys(mail?.headers ?? {})).toEqual(['Message-ID'])
})
