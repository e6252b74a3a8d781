import { confirm } from './confirm.ts'
import { dashboard } from './dashboard.ts'
import { exportList } from './export.ts'
import { ledger } from './ledger.ts'
import { letters } from './letters.ts'
import { lighthouse } from './lighthouse.ts'
import { lookup } from './lookup.ts'
import { read } from './read.ts'
import { scale } from './scale.ts'
import { sign } from './sign.ts'
import { sayMachine } from './support/report.ts'

/** `npm run bench -- <name>`: one measurement, us and what we compare with in turn. */
const benches: Record<string, (args: string[]) => Promise<void>> = {
  sign,
  confirm,
  read,
  ledger,
  scale,
  lighthouse,
  lookup,
  letters,
  export: exportList,
  dashboard,
}

const [name = '', ...args] = process.argv.slice(2)
const bench = benches[name]
if (!bench) {
  process.stderr.write(`Name one of: ${Object.keys(benches).join(', ')}\n`)
  process.exit(2)
}
sayMachine()
await bench(args)
