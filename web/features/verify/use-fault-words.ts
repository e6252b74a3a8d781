import { useLingui } from '@lingui/react/macro'
import type { Fault, FaultCode } from '#contract/verification/faults.ts'

/** What went wrong and what the reader can do, a sentence or two for each fault. */
export function useFaultWords(): (fault: Fault) => string {
  const { t } = useLingui()
  const brokenLog = t`The site’s log does not hold together. Save today’s checkpoint, and show this to others: the command finds the same.`
  const words: Record<FaultCode, string> = {
    'crypto-missing': t`Your browser cannot check Ed25519 signatures here. Use a newer browser over https, or the command below.`,
    'key-malformed': t`This is not a key. A key is one line: a name, a plus sign, eight digits or letters a to f, a plus sign, and a longer code.`,
    'key-changed': t`The key that you gave is not the one that this site uses now. Either it belongs to another site, or this site has changed its key, which it must not do in silence. Ask the operator, and others who noted the key.`,
    'note-malformed': t`This is not a whole checkpoint: it has its name, size and root in three lines, an empty line, and a signature that begins with a dash. Take the file as it was saved.`,
    'other-key': t`It carries no signature of this key. It was made by another log, or this site has changed its key since.`,
    'signature-wrong': t`Its signature does not fit: it was changed after it was signed, or was never signed by this key.`,
    'checkpoint-malformed': t`What was signed is not a checkpoint.`,
    'other-log': t`It belongs to another log than those of this site. Check it on the site that it came from.`,
    'receipt-malformed': t`This is not a whole receipt. Choose the file as it was downloaded from your own page; its name begins with “receipt”.`,
    'proof-wrong': t`Its proof does not lead to the root that was signed: the receipt was changed, or it was never true. Download it again from your own page; if it fails again, tell others.`,
    'growth-unproven': t`The site did not prove that its log of today begins with that of your checkpoint. Try again in a minute. If it fails again, keep your file and show it to others: something that was counted may have been changed or taken out.`,
    'log-forked': t`This site signed two histories that contradict each other. Keep your file and save today’s checkpoint: together they prove it, to anybody.`,
    'log-shrunk': t`The log is shorter now than when your file was made, which must never happen. Try again in a minute; if it stays so, keep your file and show it to others.`,
    'bundle-malformed': brokenLog,
    'entry-malformed': brokenLog,
    'void-wrong': brokenLog,
    'root-wrong': brokenLog,
    'tile-wrong': brokenLog,
    'entry-other': t`The log holds another entry in the place of yours, although the receipt’s proof was right. Keep the receipt: it proves it.`,
    'entry-withdrawn': t`Your entry was counted, and is counted no longer: its signature was withdrawn or erased from the signer’s own page.`,
    'entry-removed': t`Your entry was counted, and is counted no longer: the organizers voided it. Ask them why.`,
    unreachable: t`The site could not be reached. Check your connection and try again.`,
    'timed-out': t`The site did not answer in time. Try again in a minute.`,
    'too-large': t`The site answered with more than a log has to say. Try again; if it stays so, use the command below.`,
    'not-served': t`The site does not give out what is needed for this check. Try again in a minute.`,
    'nothing-counted': t`The site says that nothing has been counted yet. If your file is older than today, keep it: it shows otherwise.`,
  }
  return (fault) => words[fault.code]
}
