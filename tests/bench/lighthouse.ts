import { launch } from 'chrome-launcher'
import lighthouseRun from 'lighthouse'
import { chromiumArgs, findChromium } from '../support/browser.ts'
import { openInstallation } from './support/installation.ts'
import type { Comparison } from './support/report.ts'
import { median, report, say } from './support/report.ts'
import { startOurs } from './support/servers.ts'

const runs = 3
const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const
const longestPaintMs = 1200

type Measured = { scores: Record<string, number>; paintMs: number }

/** Lighthouse's own mobile run of the pages that people come to, with its simulated slow 4G, median of three. */
export async function lighthouse(): Promise<void> {
  const chromePath = findChromium()
  if (!chromePath) throw new Error('there is no browser to measure with: install Chromium, or name one in CHROMIUM_PATH')
  const installation = await openInstallation()
  const stopping: { stop(): unknown }[] = []
  try {
    const ours = await startOurs(installation, 'all')
    stopping.push(ours)
    const pages = {
      home: '/',
      petition: `/petitions/${installation.petition.slug}`,
      facts: '/facts',
      timeline: '/timeline',
      write: '/write',
      ask: '/write/uk-consent-gap',
    }
    say(`load: one reader at a time, Lighthouse’s mobile settings (simulated slow 4G, a phone’s screen), ${runs} runs of each page`)
    const comparisons: Comparison[] = []
    const lowest: number[] = []
    for (const [name, path] of Object.entries(pages)) {
      const measured: Measured[] = []
      for (let run = 0; run < runs; run++) measured.push(await measure(chromePath, `http://localhost:${ours.port}${path}`))
      for (const category of categories) {
        const score = median(measured.map(({ scores }) => scores[category] ?? 0))
        lowest.push(score)
        comparisons.push({ bench: 'lighthouse', case: `${name}: ${category}`, ours: score, theirs: 100, unit: 'points' })
      }
      const paintMs = median(measured.map((one) => one.paintMs))
      comparisons.push({
        bench: 'lighthouse',
        case: `${name}: largest paint, against the longest allowed`,
        ours: paintMs,
        theirs: longestPaintMs,
        unit: 'ms, less is better',
      })
    }
    report([
      ...comparisons,
      { bench: 'lighthouse', case: 'lowest score of all pages', ours: Math.min(...lowest), theirs: 100, unit: 'points' },
    ])
  } finally {
    for (const part of stopping) await part.stop()
    await installation.remove()
  }
}

async function measure(chromePath: string, url: string): Promise<Measured> {
  const chrome = await launch({ chromePath, chromeFlags: ['--headless=new', ...chromiumArgs] })
  try {
    const result = await lighthouseRun(url, { port: chrome.port, logLevel: 'silent', onlyCategories: [...categories] })
    if (!result) throw new Error(`Lighthouse measured nothing at ${url}`)
    const { lhr } = result
    for (const { id, score } of Object.values(lhr.audits)) {
      if (process.env['LIGHTHOUSE_FAULTS'] && score !== null && score < 1) say(`${new URL(url).pathname}: ${id}: ${score}`)
    }
    const scores = Object.fromEntries(Object.entries(lhr.categories).map(([id, { score }]) => [id, 100 * (score ?? 0)]))
    return { scores, paintMs: lhr.audits['largest-contentful-paint']?.numericValue ?? Number.NaN }
  } finally {
    chrome.kill()
  }
}
