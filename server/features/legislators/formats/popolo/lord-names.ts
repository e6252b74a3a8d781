import { z } from 'zod'
import { standingOn } from '../reading/terms.ts'

const text = z.string().nullish()
const nameRecord = z.object({
  note: z.string(),
  start_date: text,
  end_date: text,
  name: text,
  given_name: text,
  family_name: text,
  honorific_prefix: text,
  lordname: text,
  lordofname: text,
})
type NameRecord = z.infer<typeof nameRecord>

/** The published file calls the list `other_names`, its schema `names`. */
export const namesOfPerson = { names: z.array(nameRecord).nullish(), other_names: z.array(nameRecord).nullish() }
const names = z.object(namesOfPerson)

/** A name as it is shown; a peer has no more than that, as the parts of a title make no salutation. */
export type PersonName = { name: string; givenName?: string; familyName?: string; honorific?: string }

/** The main name of a person on a day; null where there is none. */
export function nameOn(day: string, person: z.infer<typeof names>): PersonName | null {
  const main = [...(person.names ?? []), ...(person.other_names ?? [])].filter((it) => it.note === 'Main')
  const used = main.find((it) => standingOn(day, it) === 'current')
  if (!used) return null
  const { given_name, family_name, honorific_prefix } = used
  if (!family_name) return peerName(used)
  return {
    name: [given_name, family_name].filter(Boolean).join(' ').trim(),
    familyName: family_name,
    ...(given_name ? { givenName: given_name } : {}),
    ...(honorific_prefix ? { honorific: honorific_prefix } : {}),
  }
}

/**
 * `Lord Adonis`, `Baroness Smith of Basildon`; who has only a place is `The Earl of Erroll`, `The Lord
 * Bishop of Norwich`, as the Members API of the UK Parliament shows them.
 */
function peerName({ honorific_prefix: rank, lordname, lordofname }: NameRecord): PersonName | null {
  const place = lordofname ? `of ${lordofname}` : ''
  if (lordname) return { name: [rank, lordname, place].filter(Boolean).join(' ') }
  if (!rank || !place) return null
  const style = /^(Arch)?bishop$/i.test(rank) ? `Lord ${rank}` : rank
  return { name: `The ${style} ${place}` }
}
