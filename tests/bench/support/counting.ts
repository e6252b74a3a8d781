import { confirmedChannel } from '../../../server/features/ledger/queries.ts'
import { startSequencer } from '../../../server/features/ledger/sequencer.ts'
import * as signatureQueries from '../../../server/features/signatures/queries.ts'
import { startListener } from '../../../server/live/listener.ts'
import type { Installation } from './installation.ts'

/** Runs the sequencer in this process, as a worker does, but not the queue. */
export async function startCounting({ ctx, url }: Installation): Promise<{ stop(): Promise<void> }> {
  const listener = await startListener({ databaseUrl: url, log: ctx.log }, [confirmedChannel])
  const sequencer = startSequencer(ctx, {
    listWaiting: signatureQueries.listWaitingPetitions,
    listUnsequenced: signatureQueries.listUnsequenced,
    markSequenced: signatureQueries.markSequenced,
  })
  listener.on(confirmedChannel, sequencer.wake)
  return {
    async stop() {
      await sequencer.stop()
      await listener.close()
    },
  }
}
