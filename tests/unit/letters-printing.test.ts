import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { describe, expect, it } from 'vitest'
import type { LetterDocument } from '#contract/letter-document.ts'
import { PdfGlyphsMissing, setLetter } from '../../server/features/letters/printing/set-letter.ts'

/** A piece of text where it stands on its page, in points from the lower left corner. */
type Piece = { text: string; x: number; y: number; width: number; size: number }

const source = (number: number) => ({
  title: `Report ${number} on what was found`,
  publisher: 'Example Institute of Record',
  date: '2019-06-17',
  url: `https://www.example.org/library/reports/what-was-found-in-the-year/report-${number}.pdf?language=en&pages=all`,
})

/** 50 words. */
const paragraph = `I have worked as a nurse in Fictionbury for twenty years, and I have sat with many families while they
waited for a call that might come or might not. I know what it means when somebody is given an organ; I also know that it
has to be a gift.`.replaceAll('\n', ' ')

const letter: LetterDocument = {
  day: '2026-11-24',
  language: 'en',
  ownDirection: 'ltr',
  sender: {
    givenName: 'Wilhelmina',
    familyName: 'Examplewright',
    name: 'Wilhelmina Examplewright',
    email: 'wilhelmina@example.org',
    place: ['14 Samplers Row', 'Fictionbury FX1 4ZZ'],
  },
  recipient: { name: 'The Rt Hon Barnaby Placeholder MP', body: 'House of Samples', postal: ['1 Model Street', 'Testminster TE5 7XX'] },
  subject: 'Independent access & an answer',
  salutation: 'Dear Mr Placeholder,',
  own: [paragraph, paragraph, paragraph].join('\n\n'),
  points: [
    { text: 'The inquiry concluded in 2019 that it had been done for years; it heard more than fifty witnesses.', sources: [0] },
    { text: 'Parliament called for independent access in its resolution of 5 May 2022.', sources: [1, 2] },
    { text: 'Since 2022 it has been an offence to travel abroad for it.', sources: [3] },
  ],
  beside: [{ text: 'The government concerned denies this and says that all donors were willing.', sources: [4] }],
  request: 'I ask you to table a written question before the recess.',
  closing: 'Yours sincerely,',
  sources: [1, 2, 3, 4, 5].map(source),
  campaign: { name: 'Countersign Campaign', operator: 'Example Association', url: 'https://petitions.example.org', contact: null },
}

async function read(pdf: Uint8Array) {
  const loading = getDocument({ data: new Uint8Array(pdf), verbosity: 0 })
  const document = await loading.promise
  const pages = await Promise.all(Array.from({ length: document.numPages }, (_, i) => document.getPage(i + 1)))
  const contents = await Promise.all(pages.map((page) => page.getTextContent()))
  const pieces = contents.map(({ items }) =>
    items.flatMap((item): Piece[] =>
      'str' in item ? [{ text: item.str, x: item.transform[4], y: item.transform[5], width: item.width, size: item.transform[0] }] : [],
    ),
  )
  const found = {
    pieces,
    /** Without any spaces, since lines end at other places than the text. */
    text: tight(contents.map(({ items }) => items.map((item) => ('str' in item ? item.str : '')).join('')).join('')),
    sizes: pages.map((page) => page.view.slice(2).map(Math.round)),
    metadata: await document.getMetadata(),
    structure: await Promise.all(pages.map((page) => page.getStructTree())),
  }
  await loading.destroy()
  return found
}

function elementsOf(structure: unknown): { role: string; alt?: string; lang?: string }[] {
  const elements: { role: string }[] = []
  JSON.stringify(structure, (_, value) => {
    if (value?.role) elements.push(value)
    return value
  })
  return elements
}

function withParagraphs(words: string, count: number): LetterDocument {
  return { ...letter, own: Array.from({ length: count }, () => words).join('\n\n') }
}

const tight = (text: string) => text.replace(/\s+/g, '')

/** The places of texts in another one; -1 where one does not follow those before it. */
function placesOf(text: string, parts: string[]): number[] {
  let from = 0
  return parts.map((part) => {
    const at = text.indexOf(tight(part), from)
    from = at + tight(part).length
    return at
  })
}

describe('a letter on paper', () => {
  it.each(['a4', 'letter'] as const)('has everything in the order in which it is read, on one page of %s', async (paper) => {
    const { text, pieces } = await read(await setLetter(letter, paper))

    const { sender, recipient, points, beside, sources } = letter
    const day = paper === 'a4' ? '24 November 2026' : 'November 24, 2026'
    const parts = [
      ...[sender.name, ...sender.place, sender.email, day, recipient.name, recipient.body, ...(recipient.postal ?? [])],
      ...[letter.subject, letter.salutation, paragraph, paragraph, paragraph],
      ...[...points, ...beside].map(({ text, sources }) => `${text}${sources.map((place) => place + 1).join(',')}`),
      ...[letter.request, letter.closing, sender.name],
      ...sources.map(({ title, publisher, date, url }, i) => `${i + 1}${title}. ${publisher}, ${date}. ${url}`),
      'Written with the help of Countersign Campaign, offered by Example Association: https://petitions.example.org',
    ]
    expect(pieces).toHaveLength(1)
    expect(parts.filter((_, i) => (placesOf(text, parts)[i] ?? -1) < 0)).toEqual([])
  })

  it('is of the size of its paper', async () => {
    const [a4, us] = await Promise.all([setLetter(letter, 'a4').then(read), setLetter(letter, 'letter').then(read)])

    expect(a4.sizes).toEqual([[595, 842]])
    expect(us.sizes).toEqual([[612, 792]])
  })

  it.each([
    // Form B of DIN 5008: 45 to 90 mm from the top, from 20 mm to 105 mm from the left.
    { paper: 'a4', top: 842 - 127.6, bottom: 842 - 255.1, left: 56.7, right: 297.6 },
    // What a #10 window shows, wherever a letter lies in its envelope.
    { paper: 'letter', top: 792 - 180, bottom: 792 - 228.2, left: 63, right: 315 },
  ] as const)(
    'shows the recipient, and nothing else, in the window of an envelope for $paper',
    async ({ paper, top, bottom, left, right }) => {
      const { pieces } = await read(await setLetter(letter, paper))

      const inWindow = pieces.flat().filter(({ x, y, text }) => y < top && y > bottom && x < right && text !== '')
      expect(inWindow.map(({ text }) => text)).toEqual([
        letter.recipient.name,
        letter.recipient.body,
        '1 Model Street',
        'Testminster TE5 7XX',
      ])
      expect(inWindow.every(({ x, width, y, size }) => x >= left && x + width <= right && y + size * 0.75 <= top)).toBe(true)
    },
  )

  it('leaves room to sign', async () => {
    const { pieces } = await read(await setLetter(letter, 'a4'))

    const lines = pieces.flat().filter(({ text }) => text === letter.closing || text === letter.sender.name)
    expect((lines[1]?.y ?? 0) - (lines[2]?.y ?? 0)).toBeGreaterThan(40)
  })

  it('is set smaller before it takes a second page, never below 9 points, and then as large as can be', async () => {
    const lengths = [2, 3, 4, 5, 6]
    const letters = await Promise.all(lengths.map(async (count) => read(await setLetter(withParagraphs(paragraph, count), 'a4'))))

    const sizes = letters.map(({ pieces }) => pieces[0]?.find(({ text }) => text === letter.salutation)?.size)
    expect(letters.map(({ pieces }) => pieces.length)).toEqual([1, 1, 1, 1, 2])
    expect(sizes).toEqual([11, 10.5, 9.5, 9, 11])
  })

  it('that is too long goes on with name and page, and loses nothing', async () => {
    const own = Array.from({ length: 16 }, (_, i) => `Paragraph ${i + 1}. ${paragraph}`).join('\n\n')
    const { text, pieces } = await read(await setLetter({ ...letter, own }, 'letter'))

    const parts = [...own.split('\n\n'), letter.closing, letter.sender.name, '5Report 5']
    const running = tight(`${letter.sender.name}2 / 2`)
    expect(pieces).toHaveLength(2)
    expect(tight(pieces[1]?.map((piece) => piece.text).join('') ?? '').startsWith(running)).toBe(true)
    expect(placesOf(text.replace(running, ''), parts).every((at) => at >= 0)).toBe(true)
  })

  it('has the request, room to sign and the name on one page', async () => {
    const lengths = [14, 15, 16, 17, 18, 19]
    const letters = await Promise.all(lengths.map(async (count) => read(await setLetter(withParagraphs('One line.', count), 'a4'))))

    const texts = letters.map(({ pieces }) => pieces.map((page) => page.map(({ text }) => text)))
    const last = texts.map((pages) => pages.find((page) => page.includes(letter.closing)) ?? [])
    expect(texts.every((pages) => pages.length === 2)).toBe(true)
    expect(last.every((page) => page.includes(letter.request) && page.lastIndexOf(letter.sender.name) > page.indexOf(letter.closing))).toBe(
      true,
    )
  })

  it('holds 100 kB of words, to the last one', async () => {
    const own = Array.from({ length: 14_000 }, (_, i) => `w${i}`).join(' ')
    const { text, pieces } = await read(await setLetter({ ...letter, own }, 'a4'))

    const running = pieces.map((_, i) => tight(`${letter.sender.name}${i + 1} / ${pieces.length}`))
    const bare = running.reduce((rest, head) => rest.replace(head, ''), text)
    expect(bare).toContain(tight(own))
  }, 30_000)

  it('says day and origin in its own language, the origin in English where we have no words for it', async () => {
    const [german, spanish] = await Promise.all(['de', 'es'].map(async (language) => read(await setLetter({ ...letter, language }, 'a4'))))

    expect(placesOf(german?.text ?? '', ['24. November 2026', 'Geschrieben mit Hilfe von Countersign']).every((at) => at > 0)).toBe(true)
    expect(placesOf(spanish?.text ?? '', ['24 de noviembre de 2026', 'Written with the help of']).every((at) => at > 0)).toBe(true)
    expect(elementsOf(spanish?.structure).at(-1)).toMatchObject({ role: 'P', lang: 'en' })
  })

  it('keeps long addresses and unbroken words within its margins', async () => {
    const long = 'https://www.example.org/'.concat('a-long-way-down/'.repeat(30), '?with=', 'x'.repeat(400))
    const email = `${'long.'.repeat(12)}name@${'sub.'.repeat(12)}example.org`
    const name = 'Wolfeschlegelsteinhausenbergerdorff'.repeat(4)
    const { text, pieces } = await read(
      await setLetter({ ...letter, own: `See ${long}`, subject: 'W'.repeat(200), sender: { ...letter.sender, email, name } }, 'a4'),
    )

    expect(text).toContain(long)
    expect(text).toContain(email)
    const outside = pieces.flat().filter(({ x, y, width }) => x < 70 || x + width > 539 || y < 42 || y > 842 - 42)
    expect(outside.map((piece) => piece.text)).toEqual([])
  })

  it('without points, sources and an address is a letter all the same', async () => {
    const bare = { ...letter, own: 'Please help.', points: [], beside: [], sources: [], recipient: { ...letter.recipient, postal: null } }
    const { pieces } = await read(await setLetter({ ...bare, sender: { ...letter.sender, place: [] } }, 'a4'))

    expect(pieces.flat().flatMap(({ text }) => (text === '' ? [] : [text]))).toEqual([
      ...['Wilhelmina Examplewright', 'wilhelmina@example.org', '24 November 2026', letter.recipient.name, letter.recipient.body],
      ...[letter.subject, letter.salutation, 'Please help.', letter.request, letter.closing, letter.sender.name],
      'Written with the help of Countersign Campaign, offered by Example Association: https://petitions.example.org',
    ])
  })
})

describe('the characters of a letter', () => {
  it('may be Latin of any language, Cyrillic and Greek', async () => {
    const sender = { ...letter.sender, name: 'Nguyễn Thị Ánh-Đặng', place: ['ул. Примерная, д. 5', 'Łódź–Środa 90-001'] }
    const recipient = { name: 'Ştefan Țepeș-Ørsted', body: 'Ευρωπαϊκό Δείγμα', postal: ['Žižkova třída 4', 'Kőszeg'] }
    const own = 'Où étiez-vous ? « Là », dit-elle — œuvre… Ще не вмерла; ѣ, ґ, ў. Ὁ ἄνθρωπος. m̄ ½ ² § € £ “x” ‘y’ №'
    const { text } = await read(await setLetter({ ...letter, sender, recipient, own }, 'a4'))

    expect(placesOf(text, [sender.name, ...sender.place, ...Object.values(recipient).flat(), own]).every((at) => at >= 0)).toBe(true)
  })

  it('are set without what nobody sees, and with the spaces and dashes that fonts have', async () => {
    const own = 'soft\u00adly \u200bjoined\u200d and\ufeff marked\u200f,\t10\u202f000\u2009km, non\u2011stop 1\u20122'
    const { text } = await read(await setLetter({ ...letter, own }, 'a4'))

    expect(text).toContain('softlyjoinedandmarked,10000km,non-stop1–2')
  })

  it('are all named where no font has them', async () => {
    const own = 'Please 请您 help 🙏, سلام, and once more: 请'
    const error = await setLetter({ ...letter, own }, 'a4').catch((thrown: unknown) => thrown)

    expect(error).toBeInstanceOf(PdfGlyphsMissing)
    expect(error).toHaveProperty('characters', ['请', '您', '🙏', 'س', 'ل', 'ا', 'م'])
  })

  it('run from right to left in Hebrew, with numbers and Latin words in it', async () => {
    const own = 'אני כותבת 22 שנים (כבר) לאתר example.org מיום 17.6.2019 ועד היום'
    const { pieces, structure } = await read(await setLetter({ ...letter, own, ownDirection: 'rtl' }, 'a4'))

    const at = pieces.flat().find(({ text }) => text === 'example.org')?.y
    const line = pieces.flat().filter(({ y }) => y === at)
    const fromTheRight = line.toSorted((one, other) => other.x - one.x).map(({ text }) => text)
    // The brackets as they are drawn: the first one that is read opens to the left.
    expect(tight(fromTheRight.join(''))).toBe(tight('אני כותבת 22 שנים )כבר( לאתר example.org מיום 17.6.2019 ועד היום'))
    expect(Math.max(...line.map(({ x, width }) => x + width))).toBeCloseTo(538.6, 0)
    expect(elementsOf(structure)).toContainEqual(expect.objectContaining({ role: 'P', lang: 'he', alt: own }))
  })
})

describe('the file of a letter', () => {
  it('tells a screen reader what is a heading, a list, a note and its number', async () => {
    const { structure } = await read(await setLetter(letter, 'a4'))

    const elements = elementsOf(structure)
    const roles = elements.map(({ role }) => role)
    expect(roles.slice(0, 6)).toEqual(['Root', 'Document', 'P', 'P', 'P', 'H1'])
    expect(roles.filter((role) => role === 'L')).toHaveLength(1)
    expect(roles.filter((role) => role === 'LI')).toHaveLength(3)
    expect(roles.filter((role) => role === 'Note')).toHaveLength(5)
    expect(elements.filter(({ role }) => role === 'Reference').map(({ alt }) => alt)).toEqual([' [1]', ' [2,3]', ' [4]', ' [5]'])
  })

  it('has title and language, and no more of its making than the day of the letter', async () => {
    const pdf = await setLetter(letter, 'a4')
    const { metadata } = await read(pdf)

    const info = {
      Title: letter.subject,
      Language: 'en',
      CreationDate: 'D:20261124000000Z',
      Producer: 'Countersign',
      Creator: 'Countersign',
    }
    expect(metadata.info).toMatchObject(info)
    expect(metadata.metadata?.get('dc:title')).toBe(letter.subject)
    expect(new Set(pdf.toString('latin1').match(/D:\d{8,}|\d{4}-\d\d-\d\dT[\d:]+/g))).toEqual(
      new Set(['D:20261124000000', '2026-11-24T00:00:00']),
    )
    expect(pdf.includes(process.cwd())).toBe(false)
  })

  it('is the same for the same letter, whatever was set in between', async () => {
    const first = await setLetter(letter, 'a4')
    const accents = await setLetter({ ...letter, own: 'É Ễ Ж́ Ά ffi 12' }, 'a4')
    const again = await setLetter(letter, 'a4')
    const { text } = await read(await setLetter({ ...letter, own: 'E Ê Ж Α f f i ´ 12' }, 'a4'))

    expect(again.equals(first)).toBe(true)
    expect(accents.equals(first)).toBe(false)
    expect(text).toContain('EÊЖΑffi´12')
  })
})
