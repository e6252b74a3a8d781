import type { ImportOptions, ImportReport } from '../features/legislators/importing/import-legislators.ts'
import type { ChamberState } from '../features/legislators/queries.ts'
import { dayMs } from '../lib/clock.ts'

type Print = (line: string) => void

const shownLines = 30
/** An election or a by-election is missed by a list of that age. */
const oldAfterDays = 90

/** Prints what an import changed, would change, or why it was refused. @returns the exit code */
export function printReport(report: ImportReport, options: ImportOptions, print: Print): number {
  const { people, postcodes, divisions, faults, faultCount } = report
  for (const reason of report.partial) print(`note the files are taken as a part: ${reason}`)
  const about = people.added.length + people.changed.length + people.gone.length + people.unchanged
  if (about > 0)
    printList(
      `people: ${people.added.length} new, ${people.changed.length} changed, ${people.gone.length} gone, ${people.unchanged} as before`,
      [...people.added.map((line) => `+ ${line}`), ...people.changed.map((line) => `~ ${line}`)],
      print,
    )
  printList(
    '',
    people.gone.map((line) => `- ${line}`),
    print,
    Number.POSITIVE_INFINITY,
  )
  printList(
    people.vacant.length > 0 ? `vacant: ${people.vacant.length}` : '',
    people.vacant.map((line) => `· ${line}`),
    print,
  )
  for (const line of people.expired) print(`note ${line}`)
  if (divisions.added + divisions.renamed.length > 0)
    printList(
      `divisions: ${divisions.added} new, ${divisions.renamed.length} renamed`,
      divisions.renamed.map((line) => `~ ${line}`),
      print,
    )
  if (postcodes.added + postcodes.ended + postcodes.unchanged > 0)
    print(`postcodes: ${postcodes.added} new, ${postcodes.ended} ended, ${postcodes.unchanged} as before`)
  printList(
    faultCount > 0 ? `to be looked at: ${faultCount}` : '',
    faults.map(({ at, reason }) => `! ${at}: ${reason}`),
    print,
  )
  if (report.refused) print(`BAD  ${report.refused}`)
  if (options.isDryRun || report.refused) print(options.isDryRun ? 'A try: nothing was changed.' : 'Nothing was changed.')
  else print('ok   the lists are up to date with these files')
  return report.refused ? 1 : 0
}

function printList(head: string, lines: string[], print: Print, most = shownLines): void {
  if (head !== '') print(head)
  for (const line of lines.slice(0, most)) print(`  ${line}`)
  if (lines.length > most) print(`  … and ${lines.length - most} more`)
}

/** Prints how the lists stand; of a check only what is amiss counts. @returns the exit code */
export function printStates(states: ChamberState[], { isCheck, today }: { isCheck: boolean; today: string }, print: Print): number {
  if (states.length === 0) {
    print('note the site has no list of legislators yet: legislators update <preset>, or legislators import')
    return isCheck ? 1 : 0
  }
  let isAmiss = false
  for (const state of states) {
    const head = `${state.country} ${state.legislature}, ${state.name} (${state.key})`
    print(`${head}: ${state.people} people, ${state.divisions} divisions, list of ${state.updatedOn ?? 'no day'}`)
    if (!isCheck) continue
    const amiss = whatIsAmiss(state, today)
    for (const line of amiss) print(`  BAD  ${line}`)
    if (amiss.length === 0) print('  ok')
    isAmiss ||= amiss.length > 0
  }
  return isAmiss ? 1 : 0
}

function whatIsAmiss(state: ChamberState, today: string): string[] {
  if (state.people === 0) return ['nobody is known of it: import its members']
  const age = state.updatedOn === null ? Number.POSITIVE_INFINITY : (Date.parse(today) - Date.parse(state.updatedOn)) / dayMs
  return [
    ...(age > oldAfterDays ? [`the list is more than ${oldAfterDays} days old: import it again`] : []),
    ...(state.expired > 0 ? [`${state.expired} terms are over by the list’s own dates: look who was elected, and import again`] : []),
    ...(state.vacant > 0 ? [`${state.vacant} seats are empty`] : []),
    ...(state.withNothing > 0 ? [`${state.withNothing} people have neither mail, form nor postal address`] : []),
    ...(state.withoutPostcode > 0 ? [`${state.withoutPostcode} divisions have no postcode: nobody finds them by theirs`] : []),
  ]
}
