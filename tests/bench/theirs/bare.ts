import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { confirmSignature, signPetition } from '#contract/signatures.ts'

/** Fastify answering the same POSTs, validated by the same contract, and doing nothing else: no database, limits, logs or headers. */
const [slug = ''] = process.argv.slice(2)
const app = Fastify()
app.setValidatorCompiler(validatorCompiler)
app.setSerializerCompiler(serializerCompiler)

app.route({
  method: signPetition.method,
  url: signPetition.path,
  schema: { params: signPetition.params, body: signPetition.body, response: { [signPetition.status]: signPetition.reply } },
  handler: async (_request, reply) => reply.status(signPetition.status).send({ status: 'check-your-email' }),
})

app.route({
  method: confirmSignature.method,
  url: confirmSignature.path,
  schema: { body: confirmSignature.body, response: { [confirmSignature.status]: confirmSignature.reply } },
  handler: async (_request, reply) => reply.status(confirmSignature.status).send({ status: 'confirmed', petition: slug, counted: false }),
})

await app.listen({ port: 0, host: '127.0.0.1' })
process.send?.((app.server.address() as AddressInfo).port)
process.on('disconnect', () => process.exit())
