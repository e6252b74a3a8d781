import { DrizzleQueryError } from 'drizzle-orm/errors'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { signatureTasks } from '../../server/features/signatures/tasks.ts'
import { startWorkers } from '../../server/jobs/workers.ts'
import { aSignature } from '../support/builders.ts'
import type { TestSite } from '../support/site.ts'
import { startSite } from '../support/site.ts'
import { numberOf, rowsOf, unlimited } from '../support/steps.ts'

let site: TestSite
beforeAll(async () => {
  site = await startSite(unlimited)
})
afterAll(() => site.close())

test('running workers mail a signer soon after signing', async () => {
  const workers = await startWorkers(site.ctx, signatureTasks(site.ctx, { isKnownElsewhere: async () => false }))
  const signature = aSignature()

  await site.sign(signature)
  await vi.waitFor(() => expect(site.mail.to(signature.email)).toHaveLength(1), { timeout: 5000 })
  await workers.stop()

  await vi.waitFor(async () => expect(await numberOf(site, 'graphile_worker.jobs')).toBe(0))
})

test('stopping waits for the mail that is being sent', async () => {
  const order: string[] = []
  let finish = () => {}
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  const task = {
    name: 'mail-signer',
    run: async () => {
      order.push('begun')
      await finished
      order.push('sent')
    },
  }
  const workers = await startWorkers(site.ctx, [task])
  await site.sign(aSignature())
  await vi.waitFor(() => expect(order).toEqual(['begun']), { timeout: 5000 })

  const stopping = workers.stop().then(() => order.push('stopped'))
  finish()
  await stopping

  expect(order).toEqual(['begun', 'sent', 'stopped'])
  await vi.waitFor(async () => expect(await numberOf(site, 'graphile_worker.jobs')).toBe(0))
})

test('what a failed task threw is kept without the parameters of its statement', async () => {
  const cause = Object.assign(new Error('relation does not exist'), { code: '42P01' })
  const task = {
    name: 'mail-signer',
    run: () => Promise.reject(new DrizzleQueryError('select $1', ['canary@example.org'], cause)),
  }
  const workers = await startWorkers(site.ctx, [task])
  await site.sign(aSignature())

  const [job] = await vi.waitFor(
    async () => {
      const failed = await rowsOf(site, 'select last_error from graphile_worker.jobs where last_error is not null')
      expect(failed).toHaveLength(1)
      return failed
    },
    { timeout: 5000 },
  )
  await workers.stop()

  expect(job?.['last_error']).toContain('relation does not exist')
  expect(JSON.stringify(job) + site.logLines.join('')).not.toContain('canary')
})
