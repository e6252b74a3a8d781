import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { FormState, PageData } from '#contract/pages.ts'
import type { ProblemSlug } from '#contract/problem.ts'
import { Problem, problems } from '#contract/problem.ts'
import { slug } from '#contract/text.ts'
import type { Context } from '../../context.ts'
import { problemOf } from '../../http/errors.ts'
import { isHumanFormAge } from '../../http/form-age.ts'
import type { Limits } from '../../http/limits.ts'
import type { Pages } from '../../http/pages.ts'
import { publicPage } from '../../http/pages.ts'
import { dayMs } from '../../lib/clock.ts'
import { maskAddress } from '../../lib/email-address.ts'
import { findCampaign, listFacts } from '../campaigns/queries.ts'
import { readPetition, readPetitions } from '../ledger/read-petitions.ts'
import { findPetitionById } from '../petitions/queries.ts'
import { confirmByCode, confirmByToken, signatureOfToken } from '../signatures/confirm-signature.ts'
import { findSignatureState } from '../signatures/queries.ts'
import { getMailRefusal, setMailRefusal } from '../signatures/refuse-mail.ts'
import { requireProof } from '../signatures/require-proof.ts'
import { linkLifeMs } from '../signatures/rules.ts'
import { signPetition } from '../signatures/sign-petition.ts'
import type { SignatureFlag } from '../signatures/tables.ts'
import { getPetitionPage } from './get-petition-page.ts'
import { clearPendingAddress, readPendingAddress, setPendingAddress } from './pending-cookie.ts'
import type { PostedForm } from './sign-form.ts'
import { fieldOf, keptValues, readCodeForm, readSignForm } from './sign-form.ts'

type Parts = { pages: Pages; limits: Limits }
type WithSlug = { Params: { slug: string } }
type WithToken = { Params: { token: string } }

const emptyForm: FormState = { values: {}, errors: [], problem: null }
const hidden = { schema: { hide: true } }
/** What cannot be a petition's name is not found before anything asks the database for it. */
const hiddenWithSlug = { schema: { hide: true, params: z.object({ slug }) } }

/** The public pages and their forms. Forms work without script: each posts to its own page and answers 303. */
export function pageRoutes(app: FastifyInstance, ctx: Context, parts: Parts): void {
  browsePages(app, ctx, parts)
  signPages(app, ctx, parts)
  confirmPages(app, ctx, parts)
  refusalPages(app, ctx, parts)
}

function browsePages(app: FastifyInstance, ctx: Context, { pages, limits }: Parts): void {
  const reading = { ...hidden, onRequest: limits.read }

  app.get('/', reading, async (request, reply) => {
    const campaign = await findCampaign(ctx.db)
    if (!campaign) throw new Problem('not-found', { detail: 'This site has no campaign yet.' })
    const { title, summary, article, position, keyFacts } = campaign.body
    const facts = await listFacts(ctx.db, campaign.id, keyFacts)
    const { items } = await readPetitions(ctx, { limit: 10 })
    return pages.send(
      request,
      reply,
      'home',
      { campaign: { title, summary, article }, position, facts, petitions: items },
      { cacheControl: publicPage },
    )
  })

  app.get<{ Querystring: { cursor?: string } }>('/petitions', reading, async (request, reply) => {
    const { items, nextCursor } = await readPetitions(ctx, { limit: 20, cursor: request.query.cursor })
    return pages.send(request, reply, 'petitions', { petitions: items, nextCursor }, { cacheControl: publicPage })
  })

  app.get<WithSlug>('/petitions/:slug/thanks', { ...reading, ...hiddenWithSlug }, async (request, reply) => {
    const { petition, count } = await readPetition(ctx, request.params.slug)
    const { text: _text, handover: _handover, notOfficial: _notOfficial, goals: _goals, ...item } = petition
    return pages.send(request, reply, 'thanks', { petition: item, count }, { cacheControl: publicPage })
  })

  app.get('/privacy', reading, async (request, reply) =>
    pages.send(
      request,
      reply,
      'privacy',
      { unconfirmedDays: linkLifeMs / dayMs, slotDays: linkLifeMs / dayMs },
      { cacheControl: publicPage },
    ),
  )

  app.get<WithSlug>('/problems/:slug', reading, async (request, reply) => {
    const slug = request.params.slug as ProblemSlug
    const known = Object.hasOwn(problems, slug) ? problems[slug] : null
    if (!known) throw new Problem('not-found')
    return pages.send(request, reply, 'problem', { slug, ...known, requestId: null, detail: null }, { cacheControl: publicPage })
  })
}

function signPages(app: FastifyInstance, ctx: Context, { pages, limits }: Parts): void {
  const isHttps = ctx.config.http.publicUrl.protocol === 'https:'

  app.get<WithSlug & { Querystring: { source?: string } }>(
    '/petitions/:slug',
    { ...hiddenWithSlug, onRequest: limits.read },
    async (request, reply) => {
      const source = /^[a-z0-9-]{1,40}$/.test(request.query.source ?? '') ? { source: request.query.source ?? '' } : {}
      const data = await getPetitionPage(ctx, request.params.slug, { ...emptyForm, values: source })
      return pages.send(request, reply, 'petition', data, { cacheControl: publicPage })
    },
  )

  app.post<WithSlug>('/petitions/:slug', hiddenWithSlug, async (request, reply) => {
    const { slug } = request.params
    const form = (request.body ?? {}) as PostedForm
    try {
      await limits.sign.call(app, request, reply)
      const read = readSignForm(form)
      if ('errors' in read) throw new Problem('invalid-input', { errors: read.errors })
      const flags = formFlags(form)
      await requireProof(ctx, {
        slug,
        altcha: fieldOf(form, 'altcha') || undefined,
        signatureNumber: limits.signatureNumber(request),
        isSuspicious: flags.length > 0,
      })
      await signPetition(ctx, { slug, signature: read.signature, flags })
      setPendingAddress(reply, ctx.keys, slug, read.signature.email, isHttps)
      return reply.redirect(`/petitions/${slug}/check-your-email`, 303)
    } catch (error) {
      const { state, status } = refuseForm(error, reply, keptValues(form), ['petition-not-found'])
      return pages.send(request, reply, 'petition', await getPetitionPage(ctx, slug, state), { status })
    }
  })

  function formFlags(form: PostedForm): SignatureFlag[] {
    const flags: SignatureFlag[] = []
    if (!isHumanFormAge(ctx.keys, fieldOf(form, 'formAge'), ctx.clock.now())) flags.push('no-form-age')
    if (fieldOf(form, 'leaveEmpty') !== '') flags.push('trap-field')
    return flags
  }
}

function confirmPages(app: FastifyInstance, ctx: Context, { pages, limits }: Parts): void {
  app.get<WithSlug>('/petitions/:slug/check-your-email', { ...hiddenWithSlug, onRequest: limits.read }, async (request, reply) => {
    const address = readPendingAddress(request, ctx.keys, request.params.slug)
    return pages.send(request, reply, 'check-your-email', await checkMailPage(request.params.slug, address, emptyForm))
  })

  app.post<WithSlug>('/petitions/:slug/check-your-email', hiddenWithSlug, async (request, reply) => {
    const { slug } = request.params
    const form = (request.body ?? {}) as PostedForm
    const known = readPendingAddress(request, ctx.keys, slug)
    const typed = fieldOf(form, 'email').trim()
    try {
      await limits.link.call(app, request, reply)
      const { petition, email, code } = readCodeForm({ petition: slug, email: typed || known || '', code: fieldOf(form, 'code') })
      await confirmByCode(ctx, { petition, email, code })
      clearPendingAddress(reply, slug)
      return reply.redirect(`/petitions/${slug}/thanks`, 303)
    } catch (error) {
      const { state, status } = refuseForm(error, reply, { email: typed.slice(0, 300), code: '' }, ['petition-not-found'])
      return pages.send(request, reply, 'check-your-email', await checkMailPage(slug, known, state), { status })
    }
  })

  app.get<WithToken>('/confirm/:token', { ...hidden, onRequest: limits.read }, async (request, reply) => {
    const data = await confirmPage(request.params.token)
    return pages.send(request, reply, 'confirm', data, { status: data.petition ? 200 : problems['link-not-valid'].status })
  })

  app.post<WithToken>('/confirm/:token', hidden, async (request, reply) => {
    await limits.link.call(app, request, reply)
    try {
      const { slug } = await confirmByToken(ctx, { token: request.params.token })
      return reply.redirect(`/petitions/${slug}/thanks`, 303)
    } catch (error) {
      if (problemOf(error).slug !== 'link-not-valid') throw error
      return pages.send(request, reply, 'confirm', { petition: null, isConfirmed: false }, { status: problems['link-not-valid'].status })
    }
  })

  async function checkMailPage(slug: string, address: string | null, form: FormState): Promise<PageData['check-your-email']> {
    const { petition } = await readPetition(ctx, slug)
    return { slug, title: petition.title, maskedEmail: address ? maskAddress(address) : null, hasMailbox: ctx.mailbox !== null, form }
  }

  async function confirmPage(token: string): Promise<PageData['confirm']> {
    const id = signatureOfToken(ctx, token)
    const signature = id ? await findSignatureState(ctx.db, id) : null
    const petition = signature ? await findPetitionById(ctx.db, signature.petitionId) : null
    if (!petition) return { petition: null, isConfirmed: false }
    return { petition: { slug: petition.slug, title: petition.text.title }, isConfirmed: signature?.state === 'confirmed' }
  }
}

function refusalPages(app: FastifyInstance, ctx: Context, { pages, limits }: Parts): void {
  const answer = async (request: FastifyRequest, reply: FastifyReply, token: string) => {
    try {
      const { isRefused } = await getMailRefusal(ctx, { token })
      return pages.send(request, reply, 'not-me', { state: isRefused ? 'refused' : 'asked' })
    } catch (error) {
      if (problemOf(error).slug !== 'link-not-valid') throw error
      return pages.send(request, reply, 'not-me', { state: 'not-valid' }, { status: problems['link-not-valid'].status })
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
    return reply.redirect(`/not-me/${token}`, 303)
  })
}

/**
 * The form as it is shown again after a problem, with what was typed. Bugs, and problems that
 * leave no page to show it on, go on to the error handler.
 */
function refuseForm(
  error: unknown,
  reply: FastifyReply,
  values: Record<string, string>,
  pageless: ProblemSlug[],
): { state: FormState; status: number } {
  const { slug, extras } = problemOf(error)
  if (slug === 'internal' || pageless.includes(slug)) throw error
  const { status, title, advice } = problems[slug]
  if (extras.retryAfterSeconds !== undefined) void reply.header('retry-after', String(Math.max(1, Math.ceil(extras.retryAfterSeconds))))
  const errors = extras.errors ?? []
  const problem = errors.length > 0 ? null : { slug, title, advice }
  return { state: { values, errors, problem, ...(extras.challenge ? { challenge: extras.challenge } : {}) }, status }
}
