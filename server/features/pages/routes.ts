import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { ProblemSlug } from '#contract/problem.ts'
import { Problem, problems } from '#contract/problem.ts'
import { slug } from '#contract/text.ts'
import type { Context } from '../../context.ts'
import { isHumanFormAge } from '../../http/form-age.ts'
import type { Limits } from '../../http/limits.ts'
import type { Pages } from '../../http/pages.ts'
import { publicPage } from '../../http/pages.ts'
import { dayMs } from '../../lib/clock.ts'
import { findCampaign, listFacts } from '../campaigns/queries.ts'
import { readPetition, readPetitions } from '../ledger/read-petitions.ts'
import { requireProof } from '../signatures/require-proof.ts'
import { linkLifeMs } from '../signatures/rules.ts'
import { signPetition } from '../signatures/sign-petition.ts'
import type { SignatureFlag } from '../signatures/tables.ts'
import { getPetitionPage } from './get-petition-page.ts'
import { setPending } from './pending-cookie.ts'
import { emptyForm, refuseForm } from './refuse-form.ts'
import type { PostedForm } from './sign-form.ts'
import { fieldOf, keptValues, readSignForm } from './sign-form.ts'
import { signerPages } from './signer/routes.ts'

export type Parts = { pages: Pages; limits: Limits }
type WithSlug = { Params: { slug: string } }

const hidden = { schema: { hide: true } }
/** What cannot be a petition's name is not found before anything asks the database for it. */
const hiddenWithSlug = { schema: { hide: true, params: z.object({ slug }) } }

/** The public pages and their forms. Forms work without script: each posts to its own page and answers 303. */
export function pageRoutes(app: FastifyInstance, ctx: Context, parts: Parts): void {
  browsePages(app, ctx, parts)
  signPages(app, ctx, parts)
  signerPages(app, ctx, parts)
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
      const submissionId = await signPetition(ctx, { slug, signature: read.signature, flags })
      setPending(reply, ctx.keys, slug, { address: read.signature.email, submissionId }, isHttps)
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
