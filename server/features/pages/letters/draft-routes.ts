import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { consentIn } from '#contract/consent.ts'
import { countryCodes } from '#contract/countries.ts'
import type { LetterFormData } from '#contract/letter-pages.ts'
import type { LetterInput } from '#contract/letters.ts'
import type { FormState } from '#contract/pages.ts'
import { Problem } from '#contract/problem.ts'
import { emailAddress, inputFaults, slug } from '#contract/text.ts'
import type { Context } from '../../../context.ts'
import { hrefFor, localeOf } from '../../../http/locale.ts'
import { countryIn } from '../../../lib/country-name.ts'
import { maskAddress } from '../../../lib/email-address.ts'
import { findLetterAsk } from '../../letters/find-ask.ts'
import type { Draft } from '../../letters/keep-draft.ts'
import { mailDraft, openDraft, readDraft, saveDraft } from '../../letters/keep-draft.ts'
import type { LetterForm } from '../../letters/packet.ts'
import { deleteLetter, isLive, listRefused } from '../../letters/queries.ts'
import { channelsOf, findRecipient } from '../../letters/recipients.ts'
import { previewLetter, submitLetter } from '../../letters/write-letter.ts'
import { citationsOf } from '../evidence/rules.ts'
import { emptyForm, refuseForm } from '../refuse-form.ts'
import type { Parts } from '../routes.ts'
import type { PostedForm } from '../sign-form.ts'
import { fieldOf } from '../sign-form.ts'
import { readDraftForm, readLetterForm, typedLetter } from './letter-form.ts'

type OfDraft = { Params: { id: string; token: string }; Querystring: { saved?: string; to?: string } }

/** A form of a letter that is too long has to come back to its writer, and so has to be read. */
const bodyLimit = 1024 * 1024
const params = z.object({ id: slug, token: z.string().max(200) })

/** Composing a letter, step by step, with what was typed kept on the server. No page of it is stored by a cache. */
export function draftPages(app: FastifyInstance, ctx: Context, { pages, limits }: Parts): void {
  app.post<{ Params: { id: string } }>(
    '/write/:id/letter',
    { schema: { hide: true, params: z.object({ id: slug }) }, onRequest: limits.link },
    async (request, reply) => {
      const posted = (request.body ?? {}) as PostedForm
      const { country, postcode } = typedLetter(posted)
      const { id } = request.params
      const token = await openDraft(ctx, {
        ask: id,
        recipient: fieldOf(posted, 'recipient'),
        form: { country, postcode },
        locale: localeOf(request),
      })
      return reply.redirect(hrefFor(request, `/write/${id}/letter/${token}`), 303)
    },
  )

  app.get<OfDraft>('/write/:id/letter/:token', { schema: { hide: true, params }, onRequest: limits.read }, async (request, reply) => {
    const draft = await readDraft(ctx, request.params.token)
    const { saved } = request.query
    const data = await composer(request, draft, { typed: draft.form, form: emptyForm })
    return pages.send(request, reply, 'letter-draft', { ...data, saved: saved === 'saved' || saved === 'mailed' ? saved : null })
  })

  app.post<OfDraft>('/write/:id/letter/:token', { schema: { hide: true, params }, bodyLimit }, async (request, reply) => {
    const { id, token } = request.params
    const draft = await readDraft(ctx, token)
    const posted = (request.body ?? {}) as PostedForm
    const typed = typedLetter(posted)
    const path = pathOf(draft)
    const action = fieldOf(posted, 'action')
    const isSending = action === 'send' || action === 'mail'
    const ticks = { consent: fieldOf(posted, 'consent'), age: fieldOf(posted, 'age') }
    try {
      await (isSending ? limits.link : limits.read).call(app, request, reply)
      await saveDraft(ctx, draft.id, typed)
      // A page with script saves and shows what is typed at each pause, and needs the letter alone.
      if (request.headers.accept === 'application/json') {
        return await reply.header('cache-control', 'no-store').send({ preview: await previewWhereItCan(draft, typed) })
      }
      switch (action) {
        case 'send':
          await hand(request, draft, typed, posted)
          return await reply.redirect(hrefFor(request, `${path}/check-your-email`), 303)
        case 'mail':
          await mailDraft(ctx, draft.id, addressOf(typed))
          return await reply.redirect(hrefFor(request, `${path}?saved=mailed`), 303)
        case 'delete':
          await deleteLetter(ctx.db, draft.id)
          return await reply.redirect(hrefFor(request, `/write/${id}`), 303)
        default: {
          const preview = await previewOf(draft, typed)
          return await show(request, reply, draft, { typed, form: { ...emptyForm, values: ticks }, preview })
        }
      }
    } catch (error) {
      const { state, status } = refuseForm(error, reply, ticks, ['not-found', 'letter-link-not-valid'])
      return show(request, reply, draft, { typed, form: state, status })
    }
  })

  app.get<OfDraft>(
    '/write/:id/letter/:token/check-your-email',
    { schema: { hide: true, params }, onRequest: limits.read },
    async (request, reply) => {
      const { id, token } = request.params
      const [draft, { ask }] = [await readDraft(ctx, token), await findLetterAsk(ctx, id)]
      const { email } = draft.form
      return pages.send(request, reply, 'letter-check-mail', {
        ask: { id, title: ask.title },
        draftPath: pathOf(draft),
        maskedEmail: email === '' ? null : maskAddress(email),
        hasMailbox: ctx.mailbox !== null,
      })
    },
  )

  async function hand(request: FastifyRequest, draft: Draft, typed: LetterForm, posted: PostedForm): Promise<void> {
    const read = readLetterForm({ ask: draft.askId, recipient: draft.recipientKey }, typed, posted)
    if ('errors' in read) throw new Problem('invalid-input', { errors: read.errors })
    const letter: LetterInput = read.letter
    await submitLetter(ctx, { letter, locale: localeOf(request) })
  }

  async function previewOf(draft: Draft, typed: LetterForm): Promise<LetterFormData['preview']> {
    const read = readDraftForm({ ask: draft.askId, recipient: draft.recipientKey }, typed)
    if ('errors' in read) throw new Problem('invalid-input', { errors: read.errors })
    const { letter, measure } = await previewLetter(ctx, read.draft)
    return { letter, measure }
  }

  /** Null while something is missing or wrong: that is said when the letter is asked for by its button. */
  async function previewWhereItCan(draft: Draft, typed: LetterForm): Promise<LetterFormData['preview']> {
    try {
      return await previewOf(draft, typed)
    } catch (error) {
      if (error instanceof Problem && error.slug === 'invalid-input') return null
      throw error
    }
  }

  type Shown = { typed: LetterForm; form: FormState; preview?: LetterFormData['preview']; status?: number }

  async function show(request: FastifyRequest, reply: FastifyReply, draft: Draft, shown: Shown) {
    return pages.send(request, reply, 'letter-draft', await composer(request, draft, shown), { status: shown.status ?? 200 })
  }

  async function composer(request: FastifyRequest, draft: Draft, { typed, form, preview = null }: Shown) {
    const { ask, ledger } = await findLetterAsk(ctx, draft.askId)
    const recipient = await findRecipient(ctx, draft.campaignId, draft.recipientKey)
    // The seat has become vacant, or the office is in the campaign no more.
    if (!recipient)
      throw new Problem('not-found', { detail: 'Nobody holds this seat or office now: begin again from the page of the letter.' })
    const { points, ...lines } = typed
    const ways = channelsOf(recipient, await listRefused(ctx.db, [recipient.email]))
    const { key, name, body, addressAs, seatId, cwc } = recipient
    return {
      language: ledger.language,
      ask: { id: ask.id, title: ask.title, letterRequestLine: ask.letterRequestLine },
      points: ask.talkingPoints.map(({ id, text, cites }) => {
        const citations = citationsOf(ledger, cites)
        return {
          id,
          text,
          isGraphic: citations.some(({ isGraphic }) => isGraphic),
          sources: citations.map(({ by, asOf, source }) => ({ title: `${source?.publisher ?? by}, ${asOf}`, url: source?.url ?? null })),
        }
      }),
      recipient: {
        key,
        name,
        body,
        addressAs,
        isLegislator: seatId !== null,
        sendsMail: ways.includes('email'),
        isInCongress: cwc !== null,
      },
      place: {
        country: typed.country,
        countryName: countryCodes.includes(typed.country) ? countryIn(localeOf(request), typed.country) : typed.country,
        postcode: typed.postcode,
      },
      path: pathOf(draft),
      isTest: !(await isLive(ctx.db, draft.campaignId, draft.askId)),
      consent: consentIn(localeOf(request)),
      form: { ...form, values: { ...lines, ...form.values } },
      picked: points,
      preview,
      saved: null,
      keptUntil: draft.expiresAt.toISOString(),
    }
  }
}

function pathOf({ askId, token }: Draft): string {
  return `/write/${askId}/letter/${token}`
}

/** The address to which a draft's link goes. @throws Problem invalid-input */
function addressOf({ email }: LetterForm): string {
  const parsed = emailAddress.safeParse(email)
  if (parsed.success) return parsed.data
  const code = email.trim() === '' ? 'required' : 'email-invalid'
  throw new Problem('invalid-input', { errors: [{ pointer: '/email', code, ...inputFaults[code] }] })
}
