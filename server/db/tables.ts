/** All tables, for migrations and for the drift test. */
export { asks, campaigns, facts, offices, timelineItems } from '../features/campaigns/tables.ts'
export { checkpoints, ledgerBundles, ledgerRollups, ledgerTiles, pendingVoids } from '../features/ledger/tables.ts'
export {
  chambers,
  divisions,
  legislatorChannels,
  legislatorIdentifiers,
  legislatorImports,
  legislators,
  postcodeDivisions,
  seats,
  terms,
} from '../features/legislators/tables.ts'
export { letterFingerprints, letterSketches } from '../features/letters/similarity/tables.ts'
export { letterEvents, letters, liveAsks, refusedAddresses } from '../features/letters/tables.ts'
export {
  auditEntries,
  memberships,
  organizerAccounts,
  organizerAuthenticators,
  organizerInvitations,
  organizerPasskeys,
  organizerSessions,
  organizers,
  organizerVerifications,
  signatureChanges,
  signInTries,
} from '../features/organizers/tables.ts'
export { petitions, petitionTexts } from '../features/petitions/tables.ts'
export { funnelHours } from '../features/signatures/funnel/tables.ts'
export { mailCaps, mailRefusals, mailSlots, signatures, signerLinks, submissions, usedProofs } from '../features/signatures/tables.ts'
export { installation } from './installation.ts'
