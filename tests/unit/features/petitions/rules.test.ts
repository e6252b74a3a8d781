import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { isOpen, textSha256 } from '../../../../server/features/petitions/rules.ts'
import { aText } from '../../../support/builders.ts'

const text = aText({
  title: 'Title',
  summary: 'Summary.',
  background: [
    { text: 'One.', cites: ['fact-1'] },
    { text: 'Two.', cites: [] },
  ],
  requests: ['Do this.', 'Do that.'],
  closing: [{ text: 'End.', cites: [] }],
})

test('the hash of a text is that of its lines, which anyone can write down again', () => {
  const lines =
    'countersign petition text v1\nOffice\nTitle\nSummary.\nbackground\nOne.\nTwo.\nrequests\nDo this.\nDo that.\nclosing\nEnd.\n'

  const hash = textSha256('Office', text)

  expect(hash).toEqual(createHash('sha256').update(lines, 'utf8').digest())
})

test.each([
  ['title', { title: 'Another title' }],
  ['summary', { summary: 'Another.' }],
  ['request', { requests: ['Do this.'] }],
  ['order of requests', { requests: ['Do that.', 'Do this.'] }],
  ['paragraph', { background: [{ text: 'One.', cites: [] }] }],
  ['closing', { closing: [] }],
])('another %s is another text', (_part, change) => {
  expect(textSha256('Office', { ...text, ...change })).not.toEqual(textSha256('Office', text))
})

test('another addressee is another text, other citations are not', () => {
  const uncited = { ...text, background: text.background.map((paragraph) => ({ ...paragraph, cites: [] })) }

  expect(textSha256('Other office', text)).not.toEqual(textSha256('Office', text))
  expect(textSha256('Office', uncited)).toEqual(textSha256('Office', text))
})

const now = new Date('2026-11-23T12:00:00Z')
const before = new Date('2026-11-23T11:59:59Z')
const after = new Date('2026-11-23T12:00:01Z')

test.each([
  ['open and begun', { state: 'open', openedAt: before, closesAt: null }, true],
  ['open from this moment', { state: 'open', openedAt: now, closesAt: null }, true],
  ['not yet begun', { state: 'open', openedAt: after, closesAt: null }, false],
  ['open until later', { state: 'open', openedAt: before, closesAt: after }, true],
  ['closing at this moment', { state: 'open', openedAt: before, closesAt: now }, false],
  ['past its end', { state: 'open', openedAt: before, closesAt: before }, false],
  ['closed', { state: 'closed', openedAt: before, closesAt: null }, false],
  ['a draft', { state: 'draft', openedAt: null, closesAt: null }, false],
  ['open without an opening', { state: 'open', openedAt: null, closesAt: null }, false],
])('a petition that is %s takes signatures: %s', (_what, petition, expected) => {
  expect(isOpen(petition, now)).toBe(expected)
})
