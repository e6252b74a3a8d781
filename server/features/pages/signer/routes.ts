import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { consentIn } from '#contract/consent.ts'
import type { FormState, PageData } from '#contract/pages.ts'
import { problems } from '#contract/problem.ts'
import { signerLinkInput } from '#contract/signers.ts'
import { slug } from '#contract/text.ts'
import type { Context } from '../../../context.ts'
import { problemOf } from '../../../http/errors.ts'
import { hrefFor, localeOf } from '../../../http/locale.ts'
import { maskAddress } from '../../../lib/email-address.ts'
import { readPetition } from '../../ledger/read-petitions.ts'
import { eraseLettersFor, lettersOf } from '../../letters/letters-of-writer.ts'
import { changeChoices, eraseSigner, withdrawSignature } from '../../signatures/change-signature.ts'
import { confirmByCode, confirmByToken } from '../../signatures/confirm-signature.ts'
import { getReceipt, getSignerPage, readSigner } from '../../signatures/read-signer.ts'
import { getMailRefusal, setMailRefusal } from '../../signatures/refuse-mail.ts'
import { requestSignerLink } from '../../signatures/request-signer-link.ts'
import { getConfirmPage } from '../get-confirm-page.ts'
import { clearPending, readPending } from '../pending-cookie.ts'
import { emptyForm, refuseForm } from '../refuse-form.ts'
import type { Parts } from '../routes.ts'
import type { PostedForm } from '../sign-form.ts'
import { fieldOf, readCodeForm, readEmailForm } from '../sign-form.ts'

type WithSlug = { Params: { slug: string } }
type WithToken = { Params: { token: string } }

const hidden = { schema: { hide: true } }
const hiddenWithSlug = { schema: { hide: true, params: z.object({ slug }) } }
const choiceWords = (request: FastifyRequest) => {
  const { updates, publicName } = consentIn(localeOf(request))
  return { updates, publicName }
}
const linkNotValidStatus = problems['link-not-valid'].status

/** Pages that belong to one person, most of them behind a mailed link. None is stored by a cache. */
export function signerPages(app: FastifyInstance, ctx: Context, parts: Parts): void {
  codePages(app, ctx, parts)
  confirmPages(app, ctx, parts)
  ownPages(app, ctx, parts)
  refusalPages(app, ctx, parts)
}

function codePages(app: FastifyInstance, ctx: Context, { pages, limits }: Parts): void {
  app.get<WithSlug>('/petitions/:slug/check-your-email', { ...hiddenWithSlug, onRequest: limits.read }, async (request, reply) => {
    const address = readPending(request, ctx.keys, request.params.slug)?.address ?? null
    return pages.send(request, reply, 'check-your-email', await checkMailPage(request.params.slug, address, emptyForm))
  })

  app.post<WithSlug>('/petitions/:slug/check-your-email', hiddenWithSlug, async (request, reply) => {
    const { slug } = request.params
    const form = (request.body ?? {}) as PostedForm
    const pending = readPending(request, ctx.keys, slug)
    const known = pending?.address ?? null
    const typed = fieldOf(form, 'email').trim()
    try {
      await limits.link.call(app, request, reply)
      const { petition, email, code } = readCodeForm({ petition: slug, email: typed || known || '', code: fieldOf(form, 'code') })
      await confirmByCode(ctx, { petition, email, code, submissionId: pending?.submissionId ?? null })
      clearPending(request, reply, slug)
      return reply.redirect(hrefFor(request, `/petitions/${slug}/thanks`), 303)
    } catch (error) {
      const { state, status } = refuseForm(error, reply, { email: typed.slice(0, 300), code: '' }, ['petition-not-found'])
      return pages.send(request, reply, 'check-your-email', await checkMailPage(slug, known, state), { status })
    }
  })

  async function checkMailPage(slug: string, address: string | null, form: FormState): Promise<PageData['check-your-email']> {
    const { petition } = await readPetition(ctx, slug)
    return { slug, title: petition.title, maskedEmail: address ? maskAddress(address) : null, hasMailbox: ctx.mailbox !== null, form }
  }
}

function confirmPages(app: FastifyInstance, ctx: Context, { pages, limits }: Parts): void {
  app.get<WithToken>('/confirm/:token', { ...hidden, onRequest: limits.read }, async (request, reply) => {
    const data = { ...(await getConfirmPage(ctx, request.params.token, localeOf(request))), consent: choiceWords(request) }
    return pages.send(request, reply, 'confirm', data, { status: data.petition ? 200 : linkNotValidStatus })
  })

  app.post<WithToken>('/confirm/:token', hidden, async (request, reply) => {
    await limits.link.call(app, request, reply)
    const form = (request.body ?? {}) as PostedForm
    try {
      const choices = fieldOf(form, 'choices') === 'yes' ? choicesOf(form) : null
      const { slug } = await confirmByToken(ctx, { token: request.params.token, choices })
      return reply.redirect(hrefFor(request, `/petitions/${slug}/thanks`), 303)
    } catch (error) {
      if (problemOf(error).slug !== 'link-not-valid') throw error
      const data = { petition: null, given: null, consent: choiceWords(request) }
      return pages.send(request, reply, 'confirm', data, { status: linkNotValidStatus })
    }
  })
}

function ownPages(app: FastifyInstance, ctx: Context, { pages, limits }: Parts): void {
  const linkPage = (request: FastifyRequest, reply: FastifyReply, isSent: boolean, form: FormState, status = 200) =>
    pages.send(request, reply, 'signer-link', { isSent, hasMailbox: ctx.mailbox !== null, form }, { status })

  app.get<{ Querystring: { sent?: string } }>('/me', { ...hidden, onRequest: limits.read }, (request, reply) =>
    linkPage(request, reply, request.query.sent === 'yes', emptyForm),
  )

  app.post('/me', hidden, async (request, reply) => {
    const email = fieldOf((request.body ?? {}) as PostedForm, 'email')
    try {
      await limits.link.call(app, request, reply)
      await requestSignerLink(ctx, { ...readEmailForm(signerLinkInput, { email }), locale: localeOf(request) })
      return reply.redirect(hrefFor(request, '/me?sent=yes'), 303)
    } catch (error) {
      const { state, status } = refuseForm(error, reply, { email: email.slice(0, 300) }, [])
      return linkPage(request, reply, false, state, status)
    }
  })

  app.get<WithToken & { Querystring: { done?: string } }>('/me/:token', { ...hidden, onRequest: limits.read }, async (request, reply) => {
    const { token } = request.params
    const { done: asked } = request.query
    const done: PageData['signer']['done'] = asked === 'withdrawn' || asked === 'changed' ? asked : null
    try {
      const signer = await readSigner(ctx, token)
      const data = {
        ...(await getSignerPage(ctx, { token, locale: localeOf(request) })),
        letters: signer ? await lettersOf(ctx, signer.address) : [],
        isValid: true,
        done,
        token,
        consent: choiceWords(request),
      }
      return await pages.send(request, reply, 'signer', data)
    } catch (error) {
      return notValid(request, reply, error)
    }
  })

  app.post<WithToken>('/me/:token', { ...hidden, onRequest: limits.link }, async (request, reply) => {
    const { token } = request.params
    const form = (request.body ?? {}) as PostedForm
    // What cannot be the name of a petition names none, and must not reach the database.
    const petition = slug.safeParse(fieldOf(form, 'petition')).data ?? ''
    try {
      switch (fieldOf(form, 'action')) {
        case 'withdraw':
          await withdrawSignature(ctx, { token, petition })
          return await reply.redirect(hrefFor(request, `/me/${token}?done=withdrawn`), 303)
        case 'choose':
          await changeChoices(ctx, { token, petition, choices: choicesOf(form) })
          return await reply.redirect(hrefFor(request, `/me/${token}?done=changed`), 303)
        case 'erase': {
          const signer = await readSigner(ctx, token)
          if (signer) await eraseLettersFor(ctx, signer.address)
          await eraseSigner(ctx, { token })
        }
      }
      return await reply.redirect(hrefFor(request, `/me/${token}`), 303)
    } catch (error) {
      return notValid(request, reply, error)
    }
  })

  app.get<WithToken & WithSlug>('/me/:token/receipts/:slug', { ...hidden, onRequest: limits.read }, async (request, reply) => {
    const { token, slug } = request.params
    const receipt = await getReceipt(ctx, { token, petition: slug })
    return reply
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="receipt-${slug}.json"`)
      .type('application/json; charset=utf-8')
      .send(`${JSON.stringify(receipt, null, 2)}\n`)
  })

  function notValid(request: FastifyRequest, reply: FastifyReply, error: unknown) {
    if (problemOf(error).slug !== 'link-not-valid') throw error
    const data = { isValid: false, maskedEmail: null, signatures: [], letters: [], done: null, token: '', consent: choiceWords(request) }
    return pages.send(request, reply, 'signer', data, { status: linkNotValidStatus })
  }
}

function refusalPages(app: FastifyInstance, ctx: Context, { pages, limits }: Parts): void {
  const answer = async (request: FastifyRequest, reply: FastifyReply, token: string) => {
    try {
      const { isRefused } = await getMailRefusal(ctx, { token })
      return pages.send(request, reply, 'not-me', { state: isRefused ? 'refused' : 'asked' })
    } catch (error) {
      if (problemOf(error).slug !== 'link-not-valid') throw error
      return pages.send(request, reply, 'not-me', { state: 'not-valid' }, { status: linkNotValidStatus })
    }
  }

  app.get<WithToken>('/not-me/:token', { ...hidden, onRequest: limits.read }, (request, reply) =>
    answer(request, reply, request.params.token),
  )

  app.post<WithToken>('/not-me/:token', { ...hidden, onRequest: limits.link }, async (request, reply) => {
    const { token } = request.params
    try {
      await setMailRefusal(ctx, { token, refused: fieldOf((request.body ?? {}) as PostedForm, 'again') !== 'yes' })
    } catch (error) {
      if (problemOf(error).slug !== 'link-not-valid') throw error
      return answer(request, reply, token)
    }
    return reply.redirect(hrefFor(request, `/not-me/${token}`), 303)
  })
}

function choicesOf(form: PostedForm) {
  return { showsName: fieldOf(form, 'publicName') === 'yes', wantsUpdates: fieldOf(form, 'updates') === 'yes' }
}
