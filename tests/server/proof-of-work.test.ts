import type { Challenge } from 'altcha-lib'
import { solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/sha'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { minuteMs } from '../../server/lib/clock.ts'
import { aSignature } from '../support/builders.ts'
import type { Reply, TestSite } from '../support/site.ts'
import { petitionSlug, startSite } from '../support/site.ts'

let site: TestSite
beforeEach(async () => {
  site = await startSite({ LIMIT_UNPROVEN_PER_MINUTE: '100', LIMIT_SIGNATURES_PER_MINUTE: '500' })
})
afterEach(() => site.close())

/** Sends as many signatures as a network may without being asked for anything, which is pressure enough. */
async function signSixtyTimes(): Promise<Reply[]> {
  const replies: Reply[] = []
  for (let n = 0; n < 60; n++) replies.push(await site.sign(aSignature()))
  return replies
}

async function solve(challenge: Challenge): Promise<string> {
  const solution = await solveChallenge({ challenge, deriveKey })
  return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64')
}

test('the first sixty signatures a minute from one network are never asked for a proof', async () => {
  const replies = await signSixtyTimes()

  expect(new Set(replies.map(({ statusCode }) => statusCode))).toEqual(new Set([202]))
})

test('under pressure the sixty-first is asked for a proof, and taken with one', async () => {
  await signSixtyTimes()
  const signature = aSignature()

  const asked = await site.sign(signature)
  const altcha = await solve(asked.json().challenge)
  const taken = await site.sign({ ...signature, altcha })

  expect(asked.statusCode).toBe(428)
  expect(asked.json()).toMatchObject({ type: '/problems/proof-required', challenge: { parameters: { algorithm: 'SHA-256' } } })
  expect(taken.statusCode).toBe(202)
})

test('a proof is taken once, for its own petition, and for ten minutes', async () => {
  await site.addPetition({ slug: 'another-petition' })
  await signSixtyTimes()
  const challenge = (await site.sign(aSignature())).json().challenge
  const altcha = await solve(challenge)

  const elsewhere = await site.sign({ ...aSignature(), altcha }, 'another-petition')
  const first = await site.sign({ ...aSignature(), altcha })
  const again = await site.sign({ ...aSignature(), altcha })
  const late = await solve((await site.sign(aSignature())).json().challenge)
  site.clock.pass(11 * minuteMs)
  await signSixtyTimes()
  const tooLate = await site.sign({ ...aSignature(), altcha: late })

  expect([elsewhere.statusCode, first.statusCode, again.statusCode, tooLate.statusCode]).toEqual([428, 202, 428, 428])
})

test.each([
  ['text', 'no proof at all'],
  [
    'an easier challenge',
    Buffer.from(
      JSON.stringify({
        challenge: { parameters: { keyPrefix: '0', data: { petition: petitionSlug, validUntil: 9e15 } }, signature: 'ab' },
        solution: { counter: 1, derivedKey: '00' },
      }),
    ).toString('base64'),
  ],
  ['null', Buffer.from('null').toString('base64')],
  ['a deep structure', Buffer.from('['.repeat(2000)).toString('base64')],
])('made up proofs are asked for again, without a fault: %s', async (_what, altcha) => {
  await signSixtyTimes()

  const reply = await site.sign({ ...aSignature(), altcha })

  expect(reply.statusCode).toBe(428)
})

test('when the pressure is over nobody is asked', async () => {
  await signSixtyTimes()
  const pressed = await site.sign(aSignature())

  site.clock.pass(2 * minuteMs)
  const quiet = await site.sign(aSignature())

  expect([pressed.statusCode, quiet.statusCode]).toEqual([428, 202])
})
