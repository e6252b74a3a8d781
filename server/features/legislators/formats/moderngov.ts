import type { Format, ImportRecord } from './format.ts'
import { UnreadableFile } from './format.ts'
import { readCouncillor } from './moderngov/councillors.ts'
import type { WardsRun } from './moderngov/wards.ts'
import { readWard } from './moderngov/wards.ts'
import { chamberOf } from './reading/chamber-settings.ts'
import type { XmlNode } from './reading/xml.ts'
import { listOf, readXml } from './reading/xml.ts'

/**
 * Members by ward as ModernGov's web service gives them: the Senedd's, in English or Welsh, and those
 * of hundreds of councils. Home addresses stand in the file too and are not read. Who is in an earlier
 * file already, such as in the English one before the Welsh, counts once.
 * @see https://business.senedd.wales/mgwebservice.asmx (July 2026)
 */
export const moderngov: Format = {
  name: 'moderngov',
  describes:
    'Wales and councils of the UK: mgWebService.asmx/GetCouncillorsByWard of business.senedd.wales or another ModernGov site, .xml',
  sourceOf: (settings) => `moderngov:${settings['chamber'] ?? 'senedd'}`,
  async *read(files, { encoding, settings }) {
    let run: WardsRun | null = null
    for await (const file of files) {
      const { chamber, isNew } = chamberOf({ chamber: 'senedd', ...settings }, file.name)
      const root = await readXml(file, encoding, ['councillorsbyward', 'wards', 'ward', 'councillors', 'councillor', 'workaddress'])
      const wards = below(listOf(root, 'councillorsbyward'), 'wards', 'ward')
      if (wards.length === 0) throw new UnreadableFile(`${file.name} is no reply of GetCouncillorsByWard, or names no wards. Get it again.`)
      if (run === null && isNew) yield chamber
      run ??= { chamber, seen: new Set(), wards: new Map(), isWhole: true }
      yield* readFile(wards, file.name, run)
    }
    if (run?.isWhole === false) yield { kind: 'partial', reason: 'Some members could not be read; the faults say which.' }
  },
}

function* readFile(wards: XmlNode[], file: string, run: WardsRun): Iterable<ImportRecord> {
  const earlier = new Set(run.seen)
  let again = 0
  let number = 0
  for (const [i, node] of wards.entries()) {
    const councillors = below([node], 'councillors', 'councillor')
    const { ward, records } = readWard(node, councillors.length, `${file} ward ${i + 1}`, run)
    yield* records
    for (const councillor of councillors) {
      const at = `${file} record ${++number}`
      const read = ward === null ? null : readCouncillor(councillor, ward, at, run, earlier)
      if (read === 'earlier') again++
      else if (read !== null) yield* read
    }
  }
  if (again > 0) yield { kind: 'fault', at: file, reason: `${again} members are in an earlier file already and count once.` }
}

/** Elements by the names on the way down to them. */
function below(nodes: XmlNode[], ...names: string[]): XmlNode[] {
  return names.reduce((found, name) => found.flatMap((node) => listOf(node, name)), nodes)
}
