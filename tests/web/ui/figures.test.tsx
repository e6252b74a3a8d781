import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setupI18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { screen, within } from '@testing-library/react'
import type { ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { beforeEach, expect, test } from 'vitest'
import atlas from 'world-atlas/countries-110m.json'
import { countryCodes } from '#contract/countries.ts'
import { messages } from '../../../web/i18n/en.po'
import { BarChart } from '../../../web/ui/figures/bar-chart.tsx'
import { Figure } from '../../../web/ui/figures/figure.tsx'
import { LineChart } from '../../../web/ui/figures/line-chart.tsx'
import { pointPlaces, shapeCodes } from '../../../web/ui/figures/map-places.ts'
import { WorldMap } from '../../../web/ui/figures/world-map.tsx'

beforeEach(() => {
  document.body.replaceChildren()
})

/** The pieces as a server sends them, put into the document to be looked at. */
function serve(children: ReactNode): string {
  const i18n = setupI18n({ locale: 'en', messages: { en: messages } })
  const html = renderToString(<I18nProvider i18n={i18n}>{children}</I18nProvider>)
  document.body.innerHTML = html
  return html
}

const tokens = readFileSync(join(import.meta.dirname, '../../../web/ui/tokens.css'), 'utf8')

const rows = [
  ['Germany', 3120, '60 %'],
  ['France', 'fewer than 10', '0.1 %'],
]

function AFigure({ tableRows = rows }: { tableRows?: (string | number)[][] }) {
  const table = {
    summary: 'The numbers as a table',
    caption: 'Signatures by country',
    columns: ['Country', 'Signatures', 'Share'],
    rows: tableRows,
  }
  return (
    <Figure
      id="where"
      title="Most sign in Germany"
      description="So far."
      units="Signatures"
      source={<a href="/verify">The log</a>}
      table={table}
    >
      <p>drawing</p>
    </Figure>
  )
}

function ALine({ points, shape = 'step' }: { points: { at: string; value: number }[]; shape?: 'step' | 'line' }) {
  return <LineChart id="l" title="Line chart" description="It grows." points={points} locale="en-GB" shape={shape} empty="No count yet." />
}

const legend = [{ level: 4 as const, label: '1,000 or more' }]
const areas = [
  { code: 'DE', level: 4 as const, title: 'Germany: 3,120' },
  { code: 'MT', level: 0 as const, title: 'Malta: fewer than 10' },
]

function AMap({ shown = areas }: { shown?: typeof areas | { code: string; level: 0 | 1 | 2 | 3 | 4; title: string }[] }) {
  return (
    <WorldMap
      id="m"
      title="World map"
      description="Most in Germany."
      areas={shown}
      legend={legend}
      noData="none"
      note="Borders of Natural Earth."
      empty="Nobody yet."
    />
  )
}

const bars = [
  { label: 'Kidney', value: 90, display: '90 a year' },
  { label: 'Liver', value: 45, display: 'about 45', note: 'An estimate', pattern: 'hatched' as const },
]

test('a figure is named by its finding and tells units and source', () => {
  serve(<AFigure />)

  const figure = screen.getByRole('figure', { name: 'Most sign in Germany' })
  expect(within(figure).getByRole('heading', { level: 2 }).textContent).toBe('Most sign in Germany')
  expect(within(figure).getByText('Signatures', { selector: 'p' }).className).toBe('quiet')
  expect(within(figure).getByRole('link', { name: 'The log' }).closest('p')?.className).toBe('figure-source quiet')
})

test('the table holds the numbers given, with heads for columns and rows', () => {
  serve(<AFigure />)

  const table = document.querySelector('table') as HTMLTableElement
  const cells = [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent))
  expect(table.caption?.textContent).toBe('Signatures by country')
  expect(cells).toEqual([
    ['Country', 'Signatures', 'Share'],
    ['Germany', '3,120', '60 %'],
    ['France', 'fewer than 10', '0.1 %'],
  ])
  expect([...table.querySelectorAll('th')].map(({ scope }) => scope)).toEqual(['col', 'col', 'col', 'row', 'row'])
})

test('a column with a number is set as numbers, also where words stand in for one', () => {
  serve(<AFigure />)

  const numbers = [...document.querySelectorAll('.figure-number')].map((cell) => cell.textContent)
  expect(numbers).toEqual(['Signatures', 'Share', '3,120', '60 %', 'fewer than 10', '0.1 %'])
})

test('a figure without numbers has no table to open', () => {
  serve(<AFigure tableRows={[]} />)

  expect(document.querySelector('details')).toBeNull()
})

test('bars start at zero, whatever the smallest value is', () => {
  serve(<BarChart id="b" bars={bars} empty="None." />)

  expect([...document.querySelectorAll('.bar rect')].map((bar) => bar.getAttribute('width'))).toEqual(['100%', '50%'])
  expect(document.querySelector('.bar rect[x]')).toBeNull()
})

test('bars can be measured against a whole', () => {
  serve(<BarChart id="b" bars={bars} max={180} empty="None." />)

  expect([...document.querySelectorAll('.bar rect')].map((bar) => bar.getAttribute('width'))).toEqual(['50%', '25%'])
})

test('each bar says its name, value and note as text', () => {
  serve(<BarChart id="b" bars={bars} empty="None." />)

  const [first, second] = screen.getAllByRole('listitem')
  expect(first?.textContent).toBe('Kidney90 a year')
  expect(second?.textContent).toBe('LiverAn estimateabout 45')
})

test('an estimate is hatched with a pattern of this chart', () => {
  serve(<BarChart id="b" bars={bars} empty="None." />)

  const [plain, hatched] = document.querySelectorAll('.bar rect')
  expect(plain?.hasAttribute('fill')).toBe(false)
  expect(hatched?.getAttribute('fill')).toBe('url(#b-hatch)')
  expect(document.querySelector('pattern')?.id).toBe('b-hatch')
})

test('bars that are all zero are drawn without a length', () => {
  serve(<BarChart id="b" bars={[{ label: 'Lung', value: 0, display: '0' }]} empty="None." />)

  expect(document.querySelector('.bar rect')?.getAttribute('width')).toBe('0%')
})

const growing = [
  { at: '2026-11-01', value: 50 },
  { at: '2026-11-02', value: 75 },
  { at: '2026-11-03', value: 100 },
]

test('a line is drawn from zero at the foot to the largest value', () => {
  serve(<ALine points={growing} shape="line" />)

  expect(document.querySelector('path.line-path')?.getAttribute('d')).toBe('M0,500L500,250L1000,0')
  expect(document.querySelector('.line-zero text')?.textContent).toBe('0')
  expect(document.querySelector('.line-zero line')?.getAttribute('y1')).toBe('88%')
})

test('a count stays until the next one', () => {
  serve(<ALine points={growing} />)

  expect(document.querySelector('path.line-path')?.getAttribute('d')).toBe('M0,500L500,500L500,250L1000,250L1000,0')
})

test('a line has a name and a description, its last value at its end and its first and last dates', () => {
  serve(<ALine points={growing} />)

  const image = screen.getByRole('img', { name: 'Line chart', description: 'It grows.' })
  const texts = [...image.querySelectorAll('text')].map(({ textContent }) => textContent)
  expect(texts).toContain('1 Nov 2026')
  expect(texts).toContain('3 Nov 2026')
  expect(image.querySelector('.line-label')?.textContent).toBe('100')
})

test('one point is a dot with its value and date', () => {
  serve(<ALine points={growing.slice(0, 1)} />)

  expect(document.querySelector('.line-label')?.textContent).toBe('50')
  expect([...document.querySelectorAll('.line-date text')].map(({ textContent }) => textContent)).toEqual(['1 Nov 2026'])
})

test('a count of nothing lies on the axis', () => {
  const html = serve(<ALine points={growing.map(({ at }) => ({ at, value: 0 }))} />)

  expect(html).not.toContain('NaN')
  expect(document.querySelector('.line-end')?.getAttribute('cy')).toBe('88%')
})

test.each(['step', 'line'] as const)('ten thousand points make a %s of at most 400 vertices that ends at the last', (shape) => {
  const many = Array.from({ length: 10_000 }, (_, i) => ({ at: new Date(1.79e12 + i * 60_000).toISOString(), value: i + 1 }))

  serve(<ALine points={many} shape={shape} />)

  const path = document.querySelector('path.line-path')?.getAttribute('d') ?? ''
  expect(path.split(/[ML]/).length - 1).toBeLessThanOrEqual(400)
  expect(path.startsWith('M0,1000')).toBe(true)
  expect(path.endsWith('L1000,0')).toBe(true)
  expect(document.querySelector('.line-label')?.textContent).toBe('10,000')
})

test('each area of the map is named, as a shape or as a circle where it is too small', () => {
  serve(<AMap />)

  const map = screen.getByRole('img', { name: 'World map', description: 'Most in Germany.' })
  const germany = map.querySelector('g.map-4 path')
  const malta = map.querySelector('g.map-0 circle')
  expect(germany?.querySelector('title')?.textContent).toBe('Germany: 3,120')
  expect(malta?.querySelector('title')?.textContent).toBe('Malta: fewer than 10')
  expect(malta?.parentElement?.getAttribute('fill')).toBe('url(#m-0)')
})

test('the map shows its legend and whose borders it draws', () => {
  serve(<AMap />)

  expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual(['1,000 or more', 'none'])
  expect(screen.getByText('Borders of Natural Earth.').className).toBe('map-note quiet')
})

test('a map of all countries takes at most 90 kB and names every one but Antarctica', () => {
  const all = countryCodes.map((code, i) => ({ code, level: (i % 5) as 0 | 1 | 2 | 3 | 4, title: `${code}: 12,345 confirmed signatures` }))

  const html = serve(<AMap shown={all} />)

  const named = [...document.querySelectorAll('.map g title')].map(({ textContent }) => textContent?.slice(0, 2))
  expect(html.length).toBeLessThanOrEqual(90_000)
  expect(named.sort()).toEqual(countryCodes.filter((code) => code !== 'AQ'))
})

test('the table of places is that of the atlas', () => {
  const ids = atlas.objects.countries.geometries.flatMap((country) => ('id' in country && country.id !== '010' ? [country.id] : []))
  const codes = [...shapeCodes.values(), ...pointPlaces.keys()]

  expect([...shapeCodes.keys()].sort()).toEqual(ids.sort())
  expect(new Set(codes).size).toBe(codes.length)
})

test.each([
  ['bars', <BarChart key="bars" id="b" bars={[]} empty="None yet." />],
  ['line', <LineChart key="line" id="l" title="" description="" points={[]} locale="en-GB" empty="None yet." />],
  ['map', <WorldMap key="map" id="m" title="" description="" areas={[]} legend={[]} empty="None yet." />],
])('without data the %s says what is missing', (_name, chart) => {
  const html = serve(chart)

  expect(html).toBe('<p class="figure-empty">None yet.</p>')
})

test('a page of figures has no style attribute, no script and no id twice', () => {
  const html = serve(
    <>
      <AFigure />
      <BarChart id="b" bars={bars} empty="" />
      <ALine points={growing} />
      <AMap />
    </>,
  )

  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id)
  expect(html).not.toMatch(/\sstyle=|<style|<script|\son[a-z]+=/)
  expect(new Set(ids).size).toBe(ids.length)
})

test.each([
  ['light', 0],
  ['dark', 1],
])('in the %s scheme the marks of the map stand out 3:1 from their ground, and outlines from land and paper', (_scheme, side) => {
  const colour = (name: string) => new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(tokens)?.[side + 1] ?? ''
  const pairs = [
    ...[0, 1, 2, 3].map((level) => [`figure-mark-${level}`, `figure-ground-${level}`]),
    ...['paper', 'figure-land', 'figure-ground-0', 'figure-ground-1', 'figure-ground-2'].map((name) => ['ink-quiet', name]),
    ...['figure-ground-3', 'figure-ground-4'].map((name) => ['paper', name]),
  ]

  const weak = pairs.filter(([one = '', other = '']) => !(contrast(colour(one), colour(other)) >= 3))

  expect(weak).toEqual([])
})

/** @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
  const [red = 0, green = 0, blue = 0] = channels.map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
