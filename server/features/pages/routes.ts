import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { ProblemSlug } from '#contract/problem.ts'
import { Problem, problems } from '#contract/problem.ts'
import { slug } from '#contract/text.ts'
import type { Context } from '../../context.ts'
import { isHumanFormAge } from '../../http/form-age.ts'
import type { Limits } from '../../http/limits.ts'
import { hrefFor, localeOf } from '../../http/locale.ts'
import type { Pages } from '../../http/pages.ts'
import { dayMs, minuteMs } from '../../lib/clock.ts'
import { countsTag, petitionItemOf, readPetition, readPetitions } from '../ledger/read-petitions.ts'
import { proofLifeMs, requireProof } from '../signatures/require-proof.ts'
import { linkLifeMs } from '../signatures/rules.ts'
import { signPetition } from '../signatures/sign-petition.ts'
import type { SignatureFlag } from '../signatures/tables.ts'
import { evidencePages } from './evidence/routes.ts'
import { getHomePage } from './get-home-page.ts'
import { getPetitionPage } from './get-petition-page.ts'
import { getVerifyPage } from './get-verify-page.ts'
import { draftPages } from './letters/draft-routes.ts'
import { ownLetterPages } from './letters/own-routes.ts'
import { letterPages } from './letters/routes.ts'
import { pendingLifeMs, setPending } from './pending-cookie.ts'
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
  evidencePages(app, ctx, parts)
  letterPages(app, ctx, parts)
  draftPages(app, ctx, parts)
  ownLetterPages(app, ctx, parts)
  signPages(app, ctx, parts)
  signerPages(app, ctx, parts)
}

function browsePages(app: FastifyInstance, ctx: Context, { pages, limits }: Parts): void {
  const reading = { ...hidden, onRequest: limits.read }

  app.get('/', reading, (request, reply) =>
    pages.sendPublic(request, reply, 'home', async (locale) => {
      const data = await getHomePage(ctx, locale)
      const lead = data.lead && (await ctx.signable.get(data.lead.petition.slug))
      return { data, tags: [countsTag], viewOf: lead?.id ?? null }
    }),
  )

  app.get<{ Querystring: { cursor?: string } }>('/petitions', reading, (request, reply) => {
    const { cursor } = request.query
    const make = async () => {
      const { items, nextCursor } = await readPetitions(ctx, { limit: 20, cursor })
      // Later pages of the list are others' pages again: search engines need the first alone.
      return { data: { petitions: items, nextCursor }, tags: [countsTag], isIndexed: cursor === undefined }
    }
    return pages.sendPublic(request, reply, 'petitions', make, cursor)
  })

  app.get<WithSlug>('/petitions/:slug/thanks', { ...reading, ...hiddenWithSlug }, (request, reply) =>
    pages.sendPublic(request, reply, 'thanks', async () => {
      const { row, petition, count } = await readPetition(ctx, request.params.slug)
      return { data: { petition: petitionItemOf(row, petition.count, ctx.clock.now()), count }, tags: [row.id], isIndexed: false }
    }),
  )

  app.get('/privacy', reading, (request, reply) =>
    pages.sendPublic(request, reply, 'privacy', async () => ({
      data: {
        unconfirmedDays: linkLifeMs / dayMs,
        slotDays: linkLifeMs / dayMs,
        proofMinutes: proofLifeMs / minuteMs,
        cookieMinutes: pendingLifeMs / minuteMs,
        services: [...ctx.config.lookupServices],
      },
      tags: [],
    })),
  )

  app.get('/verify', reading, (request, reply) =>
    pages.sendPublic(request, reply, 'verify', async () => ({ data: await getVerifyPage(ctx), tags: [] })),
  )

  app.get<WithSlug>('/problems/:slug', reading, (request, reply) => {
    const slug = request.params.slug as ProblemSlug
    const known = Object.hasOwn(problems, slug) ? problems[slug] : null
    if (!known) throw new Problem('not-found')
    return pages.sendPublic(request, reply, 'problem', async () => ({
      data: { slug, ...known, requestId: null, detail: null },
      tags: [],
    }))
  })
}

function signPages(app: FastifyInstance, ctx: Context, { pages, limits }: Parts): void {
  const isHttps = ctx.config.http.publicUrl.protocol === 'https:'

  app.get<WithSlug & { Querystring: { source?: string } }>(
    '/petitions/:slug',
    { ...hiddenWithSlug, onRequest: limits.read },
    (request, reply) => {
      const { source = '' } = request.query
      const known = /^[a-z0-9-]{1,40}$/.test(source) ? source : ''
      const make = async (locale: string) => {
        const values: Record<string, string> = known ? { source: known } : {}
        const { petitionId, data } = await getPetitionPage(ctx, request.params.slug, { ...emptyForm, values }, locale)
        return { data, tags: [petitionId], viewOf: petitionId }
      }
      return pages.sendPublic(request, reply, 'petition', make, known)
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
      const submissionId = await signPetition(ctx, { slug, signature: read.signature, flags, locale: localeOf(request) })
      setPending(request, reply, ctx.keys, slug, { address: read.signature.email, submissionId }, isHttps)
      return reply.redirect(hrefFor(request, `/petitions/${slug}/check-your-email`), 303)
    } catch (error) {
      const { state, status } = refuseForm(error, reply, keptValues(form), ['petition-not-found'])
      const { data } = await getPetitionPage(ctx, slug, state, localeOf(request))
      if (data.isOpen || state.errors.length === 0) return pages.send(request, reply, 'petition', data, { status })
      // Nobody needs to correct a form that is taken no more.
      const closed = refuseForm(new Problem('petition-closed'), reply, state.values, [])
      return pages.send(request, reply, 'petition', { ...data, form: closed.state }, { status: closed.status })
    }
  })

  function formFlags(form: PostedForm): SignatureFlag[] {
    const flags: SignatureFlag[] = []
    if (!isHumanFormAge(ctx.keys, fieldOf(form, 'formAge'), ctx.clock.now())) flags.push('no-form-age')
    if (fieldOf(form, 'leaveEmpty') !== '') flags.push('trap-field')
    return flags
  }
}
