import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { letterStates } from '../letters.ts'
import { slug } from '../text.ts'

const whole = z.number().int()
const count = whole.nonnegative()
const moment = z.iso.datetime()

const petitionOverview = z.object({
  slug,
  title: z.string(),
  state: z.enum(['open', 'closed']),
  openedAt: moment,
  closesAt: moment.nullable(),
  /** As in the latest checkpoint, which everybody can check. */
  count,
  voided: count,
  checkpointSize: count,
  asOf: moment,
  /** The next goal that the count has not reached; null where there is none. */
  goal: count.nullable(),
  /** What the last sixty minutes' hours and the hours of the last day added, less what they voided, and the same before them. */
  rate: z.object({ thisHour: whole, lastHour: whole, hourBefore: whole, lastDay: whole, dayBefore: whole }),
  /** Confirmed, and in no checkpoint yet. */
  waiting: count,
  /** Confirmed, and not counted until somebody has looked. */
  held: count,
})
export type PetitionOverview = z.infer<typeof petitionOverview>

const alarm = z.object({
  kind: z.enum(['country', 'provider', 'mail', 'held-letters', 'counting']),
  petition: slug.nullable(),
  /** Which country or mail service it is about; null where it is about neither. */
  mark: z.string().nullable(),
  /** Of how many, how many; for `mail` how many wait and fail. */
  of: count,
  many: count,
})
export type Alarm = z.infer<typeof alarm>

const overview = z.object({
  at: moment,
  petitions: z.array(petitionOverview),
  mail: z.object({ waiting: count, failing: count, oldestAt: moment.nullable() }),
  letters: z.array(z.object({ state: z.enum(letterStates), letters: count })),
  alarms: z.array(alarm),
})
export type Overview = z.infer<typeof overview>

const ofCampaign = z.object({ campaign: z.uuid() })
export const ofPetition = z.object({ campaign: z.uuid(), slug })

export const readOverview = endpoint({
  method: 'GET',
  path: '/api/v1/organize/campaigns/:campaign/overview',
  summary: 'How many, how fast, and is anything wrong',
  params: ofCampaign,
  status: 200,
  reply: overview,
})

const stretch = z.object({ from: moment, to: moment, signed: count, voided: count })

/** When the next goal is reached if it goes on as in the last finished days; `late` is null where it may never be. */
const forecast = z.object({
  goal: count,
  /** What a day added, in the mean of so many finished days, with the bounds between which it lies with 80 % certainty. */
  days: count,
  perDay: z.number(),
  low: z.number(),
  high: z.number(),
  early: moment.nullable(),
  likely: moment.nullable(),
  late: moment.nullable(),
})
export type Forecast = z.infer<typeof forecast>

const part = z.object({ name: z.string(), count: whole })

const steps = { viewed: count, submitted: count, mailed: count, confirmed: count }

const petitionFigures = z.object({
  petition: petitionOverview,
  by: z.enum(['hour', 'day']),
  /** Oldest first, with rows for stretches in which nothing happened; the last one is not over yet. */
  items: z.array(stretch),
  forecast: forecast.nullable(),
  /** Each sums to the count. Exact: for organizers only. */
  countries: z.array(part),
  divisions: z.array(part),
  sources: z.array(part),
  classes: z.array(part),
  /** The last thirty days: how many saw the page, signed, were mailed, and confirmed. Not exact: see the figures' own note. */
  funnel: z.object({
    ...steps,
    letters: count,
    byProvider: z.array(z.object({ provider: z.string(), submitted: count, mailed: count, confirmed: count })),
    byDay: z.array(z.object({ day: z.iso.date(), ...steps })),
  }),
})
export type PetitionFigures = z.infer<typeof petitionFigures>

export const readFigures = endpoint({
  method: 'GET',
  path: '/api/v1/organize/campaigns/:campaign/petitions/:slug/figures',
  summary: 'How the count of a petition came about, by hour of the last week or by day',
  params: ofPetition,
  query: z.strictObject({ by: z.enum(['hour', 'day']).default('day') }),
  status: 200,
  reply: petitionFigures,
})

const letterFigure = z.object({
  askId: z.string(),
  recipient: z.string(),
  state: z.enum(letterStates),
  channel: z.string().nullable(),
  answer: z.string().nullable(),
  isTest: z.boolean().nullable(),
  letters: count,
})
export type LetterFigureRow = z.infer<typeof letterFigure>

export const readLetterFigures = endpoint({
  method: 'GET',
  path: '/api/v1/organize/campaigns/:campaign/letters/figures',
  summary: 'How many letters there are by ask, addressee, state, channel and answer',
  params: ofCampaign,
  status: 200,
  reply: z.object({ items: z.array(letterFigure) }),
})
