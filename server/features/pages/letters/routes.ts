import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { FormState, PageData } from '#contract/pages.ts'
import { Problem } from '#contract/problem.ts'
import { slug } from '#contract/text.ts'
import type { Context } from '../../../context.ts'
import { localeOf } from '../../../http/locale.ts'
import { readAsks, readLedger } from '../../campaigns/read-ledger.ts'
import { findLegislators } from '../../legislators/find-legislators.ts'
import { findLetterAsk, goesTo } from '../../letters/find-ask.ts'
import { countriesIn } from '../countries-in.ts'
import { emptyForm, refuseForm } from '../refuse-form.ts'
import type { Parts } from '../routes.ts'
import type { PostedForm } from '../sign-form.ts'
import { fieldOf } from '../sign-form.ts'

type WithId = { Params: { id: string } }

type Shown = {
  form: FormState
  lookup: PageData['representatives']['lookup']
  /** That the chambers of the ask have nobody for this country, though others have. */
  isElsewhere?: boolean
  status?: number
}

/** Whom to write to. The postcode is posted, so that it stands in no address, and the answer is not stored. */
export function letterPages(app: FastifyInstance, ctx: Context, { pages, limits }: Parts): void {
  const options = { schema: { hide: true, params: z.object({ id: slug }) }, onRequest: limits.read }

  async function show(request: FastifyRequest<WithId>, reply: FastifyReply, { form, lookup, isElsewhere = false, status = 200 }: Shown) {
    const ledger = await readLedger(ctx, localeOf(request))
    const ask = (await readAsks(ctx, ledger)).find(({ id }) => id === request.params.id)
    if (ask?.kind !== 'letter' || !ask.hasForm) throw new Problem('not-found')
    const { id, title, finders, targets } = ask
    const data = {
      language: ledger.language,
      ask: { id, title, finders, targets },
      countries: countriesIn(localeOf(request)),
      form,
      lookup,
      isElsewhere,
    }
    return pages.send(request, reply, 'representatives', data, { status })
  }

  app.get<WithId>('/write/:id/representatives', options, (request, reply) => show(request, reply, { form: emptyForm, lookup: null }))

  app.post<WithId>('/write/:id/representatives', options, async (request, reply) => {
    const posted = (request.body ?? {}) as PostedForm
    const values = Object.fromEntries(['country', 'postcode', 'division'].map((name) => [name, fieldOf(posted, name).trim().slice(0, 200)]))
    const { country = '', postcode = '', division = '' } = values
    try {
      if (!countriesIn('en').some(({ code }) => code === country)) throw countryMissing(country)
      const { ask } = await findLetterAsk(ctx, request.params.id)
      const isWanted = (chamber: string) => goesTo(ask, chamber)
      const lookup = await findLegislators(ctx, {
        country,
        ...(postcode === '' ? {} : { postcode }),
        ...(division === '' ? {} : { division }),
        isWanted,
      })
      const known = (await ctx.chambers.get(country)) ?? []
      const isElsewhere = known.length > 0 && !known.some(({ key }) => isWanted(key))
      return await show(request, reply, { form: { ...emptyForm, values }, lookup, isElsewhere })
    } catch (error) {
      const { state, status } = refuseForm(error, reply, values, ['not-found'])
      return show(request, reply, { form: state, lookup: null, status })
    }
  })
}

function countryMissing(given: string): Problem {
  const code = given === '' ? 'required' : 'country-unknown'
  return new Problem('invalid-input', {
    errors: [{ pointer: '/country', code, detail: 'This is no country.', fix: 'Choose your country from the list.' }],
  })
}
