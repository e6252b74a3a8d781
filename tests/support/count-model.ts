import type { CrashPoint } from './crash-points.ts'

/** What people and the site do. `id` is the submission that a command is about, or that it made; `ids` are those whose mail is due. */
export type Command =
  | { do: 'sign'; petition: number; person: number; id: string }
  | { do: 'confirm'; id: string }
  | { do: 'withdraw'; petition: number; person: number }
  | { do: 'erase'; person: number }
  | { do: 'sequence'; petition: number; crashAt: CrashPoint | null }
  | { do: 'mail'; ids: string[] }

export type Reply = 'done' | 'link-not-valid' | 'published' | 'nothing' | 'crashed'

/** One petition, as plain lists that are kept in order, so that equal states look equal. */
export type PetitionState = {
  /** What waits for confirmation. */
  submissions: { id: string; person: number }[]
  /** Who stands signed. */
  signatures: { id: string; person: number; isCounted: boolean }[]
  /** Counted signatures that are gone, without a void entry yet. */
  pendingVoids: number
  /** What the newest checkpoint says. */
  size: number
  voided: number
}

export type State = { petitions: PetitionState[] }

export const emptyState = (petitions: number): State => ({
  petitions: Array.from({ length: petitions }, () => ({ submissions: [], signatures: [], pendingVoids: 0, size: 0, voided: 0 })),
})

export const countOf = ({ size, voided }: PetitionState) => size - 2 * voided

/** What a command makes of a state, and what it answers; the state given stays as it is. */
export function play(before: State, command: Command): { state: State; reply: Reply } {
  const state = structuredClone(before)
  const reply = change(state, command)
  for (const petition of state.petitions) sort(petition)
  return { state, reply }
}

function change(state: State, command: Command): Reply {
  switch (command.do) {
    case 'sign':
      petitionOf(state, command.petition).submissions.push({ id: command.id, person: command.person })
      return 'done'
    case 'confirm':
      return state.petitions.some((petition) => confirm(petition, command.id)) ? 'done' : 'link-not-valid'
    case 'withdraw':
      remove(petitionOf(state, command.petition), command.person)
      return 'done'
    case 'erase':
      for (const petition of state.petitions) remove(petition, command.person)
      return 'done'
    case 'sequence':
      return sequence(petitionOf(state, command.petition), command.crashAt)
    case 'mail':
      // Who has signed already is told so, and what they sent again is deleted.
      for (const petition of state.petitions) {
        petition.submissions = petition.submissions.filter(({ id, person }) => !command.ids.includes(id) || !isSigned(petition, person))
      }
      return 'done'
  }
}

/** False when nothing is kept under this id. Of several submissions of a person the first confirmed one stands. */
function confirm(petition: PetitionState, id: string): boolean {
  const submission = petition.submissions.find((other) => other.id === id)
  if (!submission) return petition.signatures.some((signature) => signature.id === id)
  if (isSigned(petition, submission.person)) return true
  petition.submissions = petition.submissions.filter((other) => other !== submission)
  petition.signatures.push({ ...submission, isCounted: false })
  return true
}

function remove(petition: PetitionState, person: number): void {
  petition.pendingVoids += petition.signatures.filter((signature) => signature.person === person && signature.isCounted).length
  petition.signatures = petition.signatures.filter((signature) => signature.person !== person)
  petition.submissions = petition.submissions.filter((submission) => submission.person !== person)
}

function sequence(petition: PetitionState, crashAt: CrashPoint | null): Reply {
  // Claiming voids is the first statement, made also where there are none.
  if (crashAt === 'voids claimed') return 'crashed'
  const fresh = petition.signatures.filter(({ isCounted }) => !isCounted)
  if (fresh.length + petition.pendingVoids === 0) return 'nothing'
  if (crashAt) return 'crashed'
  for (const signature of fresh) signature.isCounted = true
  petition.size += fresh.length + petition.pendingVoids
  petition.voided += petition.pendingVoids
  petition.pendingVoids = 0
  return 'published'
}

export function isSigned(petition: PetitionState, person: number): boolean {
  return petition.signatures.some((signature) => signature.person === person)
}

export function petitionOf(state: State, petition: number): PetitionState {
  const found = state.petitions[petition]
  if (!found) throw new Error(`there is no petition ${petition}`)
  return found
}

export function sort(petition: PetitionState): void {
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)
  petition.submissions.sort(byId)
  petition.signatures.sort(byId)
}

/**
 * Where commands given at the same moment may lead: the states after each order of them that
 * explains every answer. Empty when no order does.
 */
export function playTogether(before: State, played: { command: Command; reply: Reply }[]): State[] {
  if (played.length === 0) return [before]
  const ends = new Map<string, State>()
  for (const first of played) {
    const { state, reply } = play(before, first.command)
    if (reply !== first.reply) continue
    for (const end of playTogether(
      state,
      played.filter((other) => other !== first),
    ))
      ends.set(JSON.stringify(end), end)
  }
  return [...ends.values()]
}
