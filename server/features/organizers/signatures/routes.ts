import { Readable } from 'node:stream'
import * as contract from '#contract/organize/signatures.ts'
import type { Context } from '../../../context.ts'
import { utcDay } from '../../../lib/clock.ts'
import type { Workspace } from '../mount.ts'
import { done } from '../mount.ts'
import { requirePetition } from '../require-petition.ts'
import { cancelChange, changeOne, readChanges, startChange } from './change-signatures.ts'
import { exportSignatures } from './export-signatures.ts'
import { countMatching } from './queries.ts'
import { findSignature, openWhole, readSignatures } from './read-signatures.ts'

/** Confirmed signatures of a petition: seen without names, opened one by one, held, released, removed, and given out as lists. */
export function signatureManagementRoutes({ serve }: Workspace, ctx: Context): void {
  const petitionOf = (params: { campaign: string; slug: string }) => requirePetition(ctx.db, params)

  serve(contract.listSignatures, { may: 'see-signatures' }, async ({ params, query }) => {
    const { limit, cursor, ...conditions } = query
    return readSignatures(ctx, { petition: await petitionOf(params), conditions, limit, cursor })
  })
  serve(contract.countSignatures, { may: 'see-signatures' }, async ({ params, body }) => ({
    count: await countMatching(ctx.db, (await petitionOf(params)).id, body),
  }))
  serve(contract.findSignature, { may: 'see-signatures' }, async ({ by, params, body }) => ({
    item: await findSignature(ctx, { by, petition: await petitionOf(params), email: body.email }),
  }))
  serve(contract.openSignature, { may: 'see-signatures' }, async ({ by, params }) =>
    openWhole(ctx, { by, petition: await petitionOf(params), id: params.id }),
  )
  serve(contract.changeSignatures, { may: 'remove-signatures', isProven: true }, async ({ by, params, body }) =>
    startChange(ctx, { by, petition: await petitionOf(params), ...body }),
  )
  serve(contract.changeOne, { may: 'remove-signatures', isProven: true }, async ({ by, params, body }) => {
    await changeOne(ctx, { by, petition: await petitionOf(params), id: params.id, ...body })
    return done
  })
  serve(contract.listChanges, { may: 'see-signatures' }, async ({ params }) => readChanges(ctx, await petitionOf(params)))
  serve(contract.cancelChange, { may: 'remove-signatures' }, async ({ by, params }) => {
    await cancelChange(ctx, { by, petition: await petitionOf(params), id: params.id })
    return done
  })
  serve(contract.exportSignatures, { may: 'export-signatures', isProven: true }, async ({ by, params, body, reply }) => {
    const petition = await petitionOf(params)
    const name = `${petition.slug}-${body.purpose}-${utcDay(ctx.clock.now())}.csv`
    return reply
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="${name}"`)
      .type('text/csv; charset=utf-8')
      .send(Readable.from(exportSignatures(ctx, { by, petition, ...body }), { objectMode: false }))
  })
}
