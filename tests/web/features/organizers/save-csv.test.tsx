import { expect, test } from 'vitest'
import { csvOf } from '../../../../web/features/organizers/save-csv.ts'

test('numbers stay numbers, text is quoted, and nothing begins like a formula', () => {
  const csv = csvOf([
    ['name', 'count'],
    ['=HYPERLINK("x")', -3],
    ['\u200b+1', null],
    ['plain, "quoted"', 0],
  ])

  expect(csv).toBe('"name","count"\r\n"\'=HYPERLINK(""x"")",-3\r\n"\'\u200b+1",\r\n"plain, ""quoted""",0\r\n')
})
