import { appendLeaves } from './support/append.ts'
import { fillSignatures } from './support/fill.ts'
import type { Installation } from './support/installation.ts'
import { openInstallation, sayDatabase, tidy } from './support/installation.ts'
import type { Owner } from './support/owner.ts'
import { joinAsOwner } from './support/owner.ts'
import type { Comparison } from './support/report.ts'
import { quantile, report, say } from './support/report.ts'
import { startOurs } from './support/servers.ts'

const standardRows = 1_500_000
const askedTimes = 60
const longestFiguresMs = 200
const longestListMs = 100

/** How long organizers wait for figures and for pages of the list, at so many signatures. */
export async function dashboard([given]: string[]): Promise<void> {
  const rows = Number(given ?? standardRows)
  const installation = await openInstallation()
  const stopping: (() => unknown)[] = [installation.remove]
  try {
    await sayDatabase(installation)
    const begin = performance.now()
    await appendLeaves(installation, rows)
    await fillSignatures(installation, rows)
    const rollups = await spreadRollups(installation)
    await tidy(installation)
    say(
      `${rows} counted signatures, their log, and ${rollups} roll-ups over 60 days: ${Math.round((performance.now() - begin) / 1000)} s to make`,
    )
    const server = await startOurs(installation, 'web')
    stopping.push(server.stop)
    const owner = await joinAsOwner(installation, server.port)
    say(`each address ${askedTimes} times, one after the other, with its session and its roles looked up each time`)
    report(await measure(installation, owner, rows))
  } finally {
    for (const stop of stopping.reverse()) await stop()
  }
}

/** What 1.5 M signatures of two months leave behind: hours × countries × sources, with the same sum. */
async function spreadRollups({ ctx, petition }: Installation): Promise<number> {
  const { rows } = await ctx.pool.query<{ count: number }>(
    `with spread as (
       select date_trunc('hour', now()) - make_interval(hours => hour) as hour, chr(65 + c % 5) || chr(65 + c / 5) as country, 'source-' || s as source
       from generate_series(0, 1439) as hour, generate_series(0, 49) as c, generate_series(0, 2) as s
     ), whole as (
       select (select c.count from checkpoints c where c.petition_id = $1 order by size desc limit 1) as total, (select count(*) from spread) as cells
     ), gone as (delete from ledger_rollups where petition_id = $1 returning 1)
     insert into ledger_rollups (petition_id, hour, country, division, source, class, signed, voided)
     select $1, hour, country, '', source, 'online', total / cells + case when row_number() over (order by hour, country, source) <= total % cells then 1 else 0 end, 0
     from spread, whole, (select count(*) as removed from gone) as done
     returning 1 as count`,
    [petition.id],
  )
  return rows.length
}

async function measure({ petition }: Installation, { headers, api }: Owner, rows: number): Promise<Comparison[]> {
  const own = `${api}/petitions/${petition.slug}`
  const figures = { overview: `${api}/overview`, 'figures by day': `${own}/figures?by=day`, 'figures by hour': `${own}/figures?by=hour` }
  const lists = {
    'first page of the list': `${own}/signatures?limit=50`,
    'page in the middle of the list': `${own}/signatures?limit=50&cursor=${Math.floor(rows / 2)}`,
    'last page of the list': `${own}/signatures?limit=50&cursor=40`,
    'page of one country, in the middle': `${own}/signatures?limit=50&country=AE&cursor=${Math.floor(rows / 2)}`,
    'page of a mail service that nobody has': `${own}/signatures?limit=50&provider=gmail`,
  }
  const comparisons: Comparison[] = []
  for (const [addresses, theirs] of [
    [lists, longestListMs],
    [figures, longestFiguresMs],
  ] as const) {
    for (const [name, address] of Object.entries(addresses)) {
      const tookMs: number[] = []
      for (let turn = 0; turn < askedTimes; turn++) tookMs.push(await ask(address, headers))
      comparisons.push({
        bench: 'dashboard',
        case: `${name}, 95th percentile against the longest allowed`,
        ours: quantile(tookMs, 0.95),
        theirs,
        unit: 'ms, less is better',
      })
    }
  }
  const slowest = Math.max(...comparisons.filter(({ theirs }) => theirs === longestFiguresMs).map(({ ours }) => ours))
  return [
    ...comparisons,
    {
      bench: 'dashboard',
      case: 'slowest view of figures, 95th percentile against the longest allowed',
      ours: slowest,
      theirs: longestFiguresMs,
      unit: 'ms, less is better',
    },
  ]
}

async function ask(address: string, headers: Record<string, string>): Promise<number> {
  const begin = performance.now()
  const reply = await fetch(address, { headers })
  await reply.arrayBuffer()
  if (!reply.ok) throw new Error(`${address} answered ${reply.status}`)
  return performance.now() - begin
}
