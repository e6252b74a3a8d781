import { z } from 'zod'
import { office } from '#contract/campaigns.ts'

/** Text that has to be so, with what mends it. */
const text = (isRight: (text: string) => boolean, fix: string) => z.string().refine(isRight, fix)

const slug = text(
  (id) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(id) && id.length <= 80,
  'must be small letters, digits and single hyphens; write it so',
)
const line = text((words) => /^\S(.*\S)?$/.test(words), 'must be one line without spaces around it; take out what is too much')
const place = text(
  (code) => /^([A-Z]{2}|international)$/.test(code),
  'must be a country’s two capital letters, or "international"; correct it',
)
const day = z.iso.date()
const httpsUrl = text(isHttps, 'must be a whole address that begins with https://; write it so')
const email = text(isOneAddress, 'must be one address and nothing else, as office@example.org; correct it or set it to null')

function isHttps(address: string): boolean {
  return URL.canParse(address) && /^https:\/\/\S+$/.test(address)
}

/** Of what mail programs read as several addresses, or as an address with more beside it, there is nothing in it. */
function isOneAddress(address: string): boolean {
  return /^[\w.+-]+@([a-z0-9-]+\.)+[a-z]{2,}$/i.test(address)
}

/**
 * One office of `offices.json`. What the body does not publish, or what was not found on its page or
 * a copy of it, is null: nothing is written from memory.
 */
export const packOffice = office.extend({
  id: slug,
  body: line,
  office: line,
  addressAs: line,
  place,
  postal: z.array(line).min(1).nullable(),
  email: email.nullable(),
  form: httpsUrl.nullable(),
  source: office.shape.source.extend({ title: line, publisher: line, url: httpsUrl, copyRead: httpsUrl.optional() }),
  checkedOn: day,
})
export type PackOffice = z.infer<typeof packOffice>

export const packOffices = z.strictObject({ offices: z.array(packOffice) })
