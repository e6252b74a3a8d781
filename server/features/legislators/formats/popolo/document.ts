import { z } from 'zod'
import { UnreadableFile } from '../format.ts'
import { readAs } from '../reading/json.ts'

const listed = z.array(z.unknown())
const topLevel = z.object({
  persons: listed,
  organizations: listed,
  memberships: listed,
  areas: listed.optional(),
  events: listed.optional(),
  posts: listed.optional(),
})

const organization = z.object({ id: z.string().min(1), name: z.string(), classification: z.string().nullish() })
type Organization = z.infer<typeof organization>

/** A Popolo file with its lists by id. Members of lists other than organizations are as they come: they are checked where they are used. */
export type PopoloDocument = {
  /** Name of the file, for messages. */
  name: string
  dialect: 'everypolitician' | 'parlparse' | null
  organizations: Map<string, Organization>
  persons: Map<string, unknown>
  areas: Map<string, unknown>
  posts: Map<string, unknown>
  memberships: unknown[]
  events: unknown[]
}

/**
 * @param name of the file
 * @throws UnreadableFile when it has no lists of persons, organizations and memberships
 */
export function readDocument(whole: unknown, name: string): PopoloDocument {
  const found = readAs(topLevel, whole)
  if ('reason' in found)
    throw new UnreadableFile(`${name} is no Popolo file: it needs lists of persons, organizations and memberships (${found.reason}).`)
  const { persons, organizations, memberships, areas = [], events = [], posts = [] } = found.value
  const known = new Map<string, Organization>()
  for (const item of organizations) {
    const fitting = readAs(organization, item)
    if ('value' in fitting) known.set(fitting.value.id, fitting.value)
  }
  const classes = new Set([...known.values()].map((it) => it.classification))
  return {
    name,
    dialect: classes.has('legislature') ? 'everypolitician' : classes.has('chamber') || known.has('house-of-commons') ? 'parlparse' : null,
    organizations: known,
    persons: byId(persons),
    areas: byId(areas),
    posts: byId(posts),
    memberships,
    events,
  }
}

function byId(items: unknown[]): Map<string, unknown> {
  const found = new Map<string, unknown>()
  for (const item of items) {
    const id = typeof item === 'object' && item !== null && 'id' in item ? item.id : undefined
    if (typeof id === 'string') found.set(id, item)
  }
  return found
}
