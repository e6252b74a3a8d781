import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Problem } from '#contract/problem.ts'
import type { Pages } from '../http/pages.ts'
import { isLoopback } from '../lib/client-prefix.ts'
import type { Mailbox } from './mailbox.ts'

const shownMails = 50

/**
 * The development mailbox. Mounted only when there is one, and answering only to callers on this
 * machine that no proxy stands before: it shows everybody's mail.
 */
export function mailboxRoutes(app: FastifyInstance, mailbox: Mailbox, pages: Pages): void {
  const options = {
    schema: { hide: true },
    onRequest: async (request: FastifyRequest) => {
      if (!isFromThisMachine(request)) throw new Problem('not-found')
    },
  }
  app.get('/dev/mailbox', options, async (request, reply) => {
    const mails = mailbox
      .list()
      .slice(0, shownMails)
      .map(({ id, to, from, subject, text, sentAt }) => ({ id, to, from, subject, text, sentAt }))
    return pages.send(request, reply, 'mailbox', { mails })
  })
  app.get('/dev/mailbox.json', options, async (_request, reply) => reply.header('cache-control', 'no-store').send(mailbox.list()))
}

const forwardingHeaders = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via']

function isFromThisMachine(request: FastifyRequest): boolean {
  return isLoopback(request.socket.remoteAddress ?? '') && forwardingHeaders.every((name) => request.headers[name] === undefined)
}
