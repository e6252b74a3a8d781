import { expect, test } from 'vitest'
import { settings } from '../../server/settings.ts'
import { listFiles, readJson, readText } from './repository.ts'

const readme = readText('README.md')

test('the settings table of the README says what config.ts says', () => {
  const rows = Object.entries(settings).map(
    ([name, { description, default: standard }]) => `| \`${name}\` | ${description} | ${standard} |`,
  )

  const lines = readme.split('\n').map((line) => line.replaceAll(/ +/g, ' '))
  const found = lines.filter((line) => /^\| `[A-Z_]+` \|/.test(line))

  expect(found).toEqual(rows)
})

test('every npm script that the README names is there', () => {
  const { scripts } = readJson('package.json')

  const named = [...readme.matchAll(/npm (?:run )?(start|test|[a-z]+)\b/g)].map(([, name = '']) => name).filter((name) => name !== 'and')

  expect(named).toContain('start')
  expect([...new Set(named)].filter((name) => !(name in scripts))).toEqual([])
})

test('every benchmark that the README names is there, and every one that is there is named', () => {
  const [, sentence = ''] = /`npm run bench -- ([^)]*)\)/.exec(readme) ?? []

  const named = [...sentence.matchAll(/\b[a-z]+(?=`)/g)].map(([name]) => name)

  const files = listFiles().flatMap((path) => /^tests\/bench\/([a-z]+)\.ts$/.exec(path)?.[1] ?? [])
  expect(named.toSorted()).toEqual(files.filter((name) => name !== 'run').toSorted())
})
