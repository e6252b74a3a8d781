import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import pg from 'pg'
import { pino } from 'pino'
import type { z } from 'zod'
import { consentIn } from '#contract/consent.ts'
import { confirmSignature, signPetition } from '#contract/signatures.ts'
import { loadConfig } from '../../../server/config.ts'
import { emailPlace, packetPlace } from '../../../server/features/signatures/packet.ts'
import { emailIndexOf, isDisposable, linkLifeMs, tokenPurpose } from '../../../server/features/signatures/rules.ts'
import { registerLimits } from '../../../server/http/limits.ts'
import { loadKeys } from '../../../server/key-file.ts'
import { systemClock } from '../../../server/lib/clock.ts'
import { mailProviderOf } from '../../../server/lib/email-address.ts'
import { encryptField } from '../../../server/lib/field-encryption.ts'
import { bytesToId, newId } from '../../../server/lib/ids.ts'
import { readToken } from '../../../server/lib/tokens.ts'

/**
 * Signing and confirming as one writes it plainly: each request is a transaction of its own. The
 * contract's validation, hash, encryption, tokens and limits are the very same code as ours. It
 * knows its petition beforehand, logs nothing and sends no security headers, which is in its favour.
 */
const [petitionId = '', textId = '', slug = ''] = process.argv.slice(2)
const config = loadConfig(process.env)
const keys = loadKeys(config.secretKeyFile, config.data.dir, { isInstalled: true })
const pool = new pg.Pool({ connectionString: config.data.databaseUrl ?? '', max: 20 })
pool.on('error', () => process.exit(1))
const app = Fastify()
app.setValidatorCompiler(validatorCompiler)
app.setSerializerCompiler(serializerCompiler)
const limits = await registerLimits(app, { config, clock: systemClock, keys, log: pino({ level: 'silent' }) })

app.route({
  method: signPetition.method,
  url: signPetition.path,
  schema: { params: signPetition.params, body: signPetition.body, response: { [signPetition.status]: signPetition.reply } },
  onRequest: limits.sign,
  handler: async (request, reply) => {
    await insertSignature(request.body as z.output<NonNullable<typeof signPetition.body>>)
    return reply.status(signPetition.status).send({ status: 'check-your-email' })
  },
})

app.route({
  method: confirmSignature.method,
  url: confirmSignature.path,
  schema: { body: confirmSignature.body, response: { [confirmSignature.status]: confirmSignature.reply } },
  onRequest: limits.link,
  handler: async (request, reply) => {
    const { token = '' } = request.body as { token?: string }
    const subject = readToken(keys, tokenPurpose.confirm, token, 16, systemClock.now())
    if (!subject) return reply.status(404).send()
    await confirm(bytesToId(subject))
    return reply.status(confirmSignature.status).send({ status: 'confirmed', petition: slug, counted: true })
  },
})

await app.listen({ port: 0, host: '127.0.0.1' })
process.send?.((app.server.address() as AddressInfo).port)
process.on('disconnect', () => process.exit())

async function insertSignature(given: z.output<NonNullable<typeof signPetition.body>>): Promise<void> {
  const id = newId()
  const now = systemClock.now()
  const { givenName, familyName, postcode, comment } = given
  const values = [
    id,
    petitionId,
    emailIndexOf(keys, petitionId, given.email),
    textId,
    encryptField(keys, emailPlace(petitionId, id), given.email),
    encryptField(keys, packetPlace(petitionId, id), JSON.stringify({ givenName, familyName, postcode, comment })),
    given.country,
    given.source ?? null,
    mailProviderOf(given.email),
    isDisposable(given.email) ? ['disposable-address'] : [],
    given.publicName,
    given.updates,
    consentIn('en').version,
    now,
    'online',
    randomBytes(32),
    new Date(now.getTime() + linkLifeMs),
  ]
  await inTransaction(async (client) => {
    await client.query(
      `insert into plain_signatures (id, petition_id, email_index, text_id, email_cipher, packet_cipher, country, source, mail_provider,
         flags, public_name, wants_updates, consent_version, consented_at, class, salt, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) on conflict do nothing`,
      values,
    )
    await client.query("select graphile_worker.add_job('mail-signer', json_build_object('signatureId', $1::text), max_attempts := 25)", [
      id,
    ])
  })
}

async function confirm(id: string): Promise<void> {
  await inTransaction(async (client) => {
    const { rowCount } = await client.query('update plain_signatures set confirmed_at = now() where id = $1 and confirmed_at is null', [id])
    if (rowCount) await client.query('update plain_petitions set count = count + 1 where id = $1', [petitionId])
  })
}

async function inTransaction(work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await work(client)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}
