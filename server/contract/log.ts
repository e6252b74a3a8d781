import { z } from 'zod'

/** A hash or note part as base64 with padding (RFC 4648 §4), 32 bytes. */
const hash = z.base64().length(44)

/** The proof that an entry is in the log of a checkpoint (RFC 9162 §2.1.3), as `/log/:petition/proof?index=` answers it. */
export const inclusionProof = z
  .strictObject({
    index: z.number().int().nonnegative(),
    size: z.number().int().positive(),
    /** Hash of the entry as a leaf. */
    leafHash: hash,
    /** Hashes beside the way from the leaf to the root, the leaf's neighbour first. */
    proof: z.array(hash).max(64),
    /** The checkpoint as a signed note. */
    checkpoint: z.string(),
  })
  .meta({ id: 'InclusionProof' })
export type InclusionProof = z.infer<typeof inclusionProof>

/** The proof that an older log is the beginning of today's (RFC 9162 §2.1.4), as `/log/:petition/proof?from=` answers it. */
export const consistencyProof = z
  .strictObject({
    from: z.number().int().positive(),
    size: z.number().int().positive(),
    proof: z.array(hash).max(64),
    checkpoint: z.string(),
  })
  .meta({ id: 'ConsistencyProof' })
export type ConsistencyProof = z.infer<typeof consistencyProof>

/**
 * What a signer may take away to prove that their signature is counted, to whom they choose. It
 * opens the commitment of the signature's entry and holds no name and no address; but whoever has
 * it knows that its holder signed. The encodings are in `server/features/ledger/rules.ts` and, for
 * everybody, on `/verify`.
 */
export const receipt = z
  .strictObject({
    format: z.literal('countersign/receipt/v1'),
    /** First line of the checkpoints of the petition's log: `<log name>/log/<slug>`. */
    origin: z.string(),
    petitionId: z.uuid(),
    signatureId: z.uuid(),
    class: z.enum(['online', 'paper', 'imported']),
    /** SHA-256 of the text version that was signed, in hex. */
    textSha256: z.string().regex(/^[0-9a-f]{64}$/),
    /** Key of the commitment. */
    salt: hash,
    /** Number of the signature's entry, from 0. */
    index: z.number().int().nonnegative(),
    /** Size of the tree that the proof is for. */
    size: z.number().int().positive(),
    proof: z.array(hash).max(64),
    checkpoint: z.string(),
  })
  .meta({ id: 'Receipt' })
export type Receipt = z.infer<typeof receipt>
