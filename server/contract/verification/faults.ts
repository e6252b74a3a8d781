/** What a check can find wrong, with the sentence that the command prints; pages have their own, translated. */
export const faultSentences = {
  'crypto-missing': 'This program cannot compute Ed25519 and SHA-256 here.',
  'key-malformed': 'This is not a verifier key (name+8 hexadecimal digits+base64).',
  'key-changed': 'The site uses another key than the one that was noted.',
  'note-malformed': 'This is not a signed note.',
  'other-key': 'It carries no signature of this key.',
  'signature-wrong': 'Its signature does not fit its text.',
  'checkpoint-malformed': 'This is not a checkpoint (origin, size and root hash, signed).',
  'other-log': 'It belongs to another log.',
  'receipt-malformed': 'This is not a receipt (JSON, countersign/receipt/v1).',
  'proof-wrong': 'The proof does not lead to the root hash of the checkpoint.',
  'growth-unproven': 'The site did not prove that its log today begins with the earlier one.',
  'log-forked': 'Two histories of this log were signed that contradict each other.',
  'log-shrunk': 'The log is now shorter than it was.',
  'bundle-malformed': 'A bundle of entries is not what its address says.',
  'entry-malformed': 'An entry is neither a signature nor the voiding of one.',
  'void-wrong': 'A void entry names an entry that is not a counted signature.',
  'entry-other': 'The log holds another entry in this place.',
  'entry-withdrawn': 'The entry was voided, since its signer withdrew or erased.',
  'entry-removed': 'The entry was voided by the organizers.',
  'root-wrong': 'The entries do not give the root hash of the checkpoint.',
  'tile-wrong': 'A tile does not hold the hashes of the entries.',
  unreachable: 'The site could not be reached.',
  'timed-out': 'The site did not answer in time.',
  'too-large': 'The answer is larger than anything a log has to say.',
  'not-served': 'The site does not serve this.',
  'nothing-counted': 'Nothing has been counted yet, so there is no checkpoint.',
} as const

export type FaultCode = keyof typeof faultSentences

/** A check that did not pass, or could not be made. `detail` says where, in English: an entry's number, an address. */
export class Fault extends Error {
  readonly code: FaultCode
  readonly detail: string | null

  constructor(code: FaultCode, detail: string | null = null) {
    super(detail === null ? faultSentences[code] : `${faultSentences[code]} ${detail}`)
    this.name = 'Fault'
    this.code = code
    this.detail = detail
  }
}
