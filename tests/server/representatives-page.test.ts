import { afterAll, beforeAll, expect, test } from 'vitest'
import { importFiles } from '../support/legislator-lists.ts'
import type { TestSite } from '../support/site.ts'
import { startSite } from '../support/site.ts'

let site: TestSite
beforeAll(async () => {
  site = await startSite({ REVIEWED_LOCALES: 'de' })
  await importFiles(
    site.ctx,
    'csv',
    { 'people.csv': 'code,place,name,mail\nE14001063,Aldertown,Ada Example,ada@example.org\nE14001064,Bramblebury,Ben Sample,\n' },
    {
      settings: {
        chamber: 'uk-commons',
        country: 'GB',
        'division-prefix': 'gss:',
        'column.division': 'code',
        'column.division-name': 'place',
        'column.name': 'name',
        'column.email': 'mail',
      },
    },
  )
  await importFiles(
    site.ctx,
    'csv',
    { 'postcodes.csv': 'postcode,code\nZE1 0AA,E14001063\nZE1 0AB,E14001063\nZE1 0AB,E14001064\n' },
    { settings: { country: 'GB', 'division-prefix': 'gss:', 'column.postcode': 'postcode', 'column.division': 'code' } },
  )
})
afterAll(() => site.close())

const path = '/write/uk-consent-gap/representatives'

function post(fields: Record<string, string>, at = path) {
  return site.app.inject({
    method: 'POST',
    url: at,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  })
}

test('who says where they live is shown who represents them and how to write to them', async () => {
  const reply = await post({ country: 'GB', postcode: 'ze1 0aa' })

  expect(reply.statusCode).toBe(200)
  expect(reply.body).toContain('Ada Example')
  expect(reply.body).toContain('mailto:ada@example.org')
  expect(reply.body).not.toContain('Ben Sample')
})

test('the answer is not stored, and the postcode is in no log', async () => {
  const reply = await post({ country: 'GB', postcode: 'ZE1 0AA' })

  expect(reply.headers['cache-control']).toBe('no-store')
  expect(site.logLines.join('')).not.toMatch(/ze1 ?0aa/i)
})

test('a postcode in two divisions asks which, and the choice leaves one', async () => {
  const asked = await post({ country: 'GB', postcode: 'ZE1 0AB' })
  const chosen = await post({ country: 'GB', postcode: 'ZE1 0AB', division: 'gss:E14001064' })

  expect(asked.body).toContain('name="division"')
  expect(chosen.body).toContain('Ben Sample')
  expect(chosen.body).not.toContain('Ada Example')
  expect(chosen.body).not.toContain('name="division"')
})

test('a country without a list says so and names the parliament’s own pages', async () => {
  const reply = await post({ country: 'JP', postcode: '' })

  expect(reply.statusCode).toBe(200)
  expect(reply.body).toContain('no list of the legislators of Japan')
  expect(reply.body).toContain('https://members.parliament.uk/FindYourMP')
})

test.each([
  ['nothing', {}, 'Choose your country'],
  ['a country that there is not', { country: 'ZZ' }, 'Choose your country from the list'],
  ['a word for a postcode', { country: 'GB', postcode: 'hello' }, 'Write it like SW1A 0AA'],
  [
    'a division that the postcode is not in',
    { country: 'GB', postcode: 'ZE1 0AA', division: 'gss:E14001064' },
    'Choose one of the divisions',
  ],
])('%s is refused with the field and its fix, and what was typed comes back', async (_what, fields: Record<string, string>, sentence) => {
  const reply = await post(fields)

  expect(reply.statusCode).toBe(422)
  expect(reply.body).toContain(sentence)
  expect(reply.body).toContain(`value="${fields['postcode'] ?? ''}"`)
})

test('markup that is typed stays text', async () => {
  const reply = await post({ country: 'GB', postcode: '"><script>alert(1)</script>' })

  expect(reply.body).not.toContain('<script>alert')
})

test('an ask that goes to an office has no such page', async () => {
  const replies = await Promise.all([
    site.app.inject({ url: '/write/who/representatives' }),
    site.app.inject({ url: '/write/no-such-ask/representatives' }),
  ])

  expect(replies.map(({ statusCode }) => statusCode)).toEqual([404, 404])
})

test('the page of an ask leads to it, in each language', async () => {
  const [english, german] = await Promise.all([
    site.app.inject({ url: '/write/uk-consent-gap' }),
    site.app.inject({ url: '/de/write/uk-consent-gap' }),
  ])

  expect(english.body).toContain(`href="${path}"`)
  expect(german.body).toContain(`href="/de${path}"`)
})
