import type { PassThrough } from 'node:stream'
import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { nameFiles } from './file-names.ts'

type Letters = AsyncIterable<{ name: string; pdf: Uint8Array }>

const readmeName = 'README.txt'

/**
 * One ZIP file of many letters, for those who print. It is made while it is read: a letter is asked for once there is
 * room for it, so that a few are held at a time however many they are; of each that went through, only its name and some
 * hundred bytes for the list at the end stay. There may be more than 65,535 letters and more than 4 GB of them (ZIP64).
 *
 * @param letters `name` is changed where Windows or macOS would not take it, or where it was given before; `.pdf` is added
 * @returns the bytes. If `letters` fails, so do they; if nobody wants them any more, `letters` is closed.
 */
export function zipLetters(letters: Letters): Readable {
  const zip = new ZipFile()
  // The types say less than what it is: https://github.com/thejoshwolfe/yazl#outputstream
  const output = zip.outputStream as PassThrough
  const fail = (error: Error) => output.destroy(error)
  zip.once('error', fail)
  addLetters(zip, letters, output).catch(fail)
  return output
}

async function addLetters(zip: ZipFile, letters: Letters, output: PassThrough): Promise<void> {
  const gone = new AbortController()
  output.once('close', () => gone.abort())
  const nameFile = nameFiles('.pdf', [readmeName])
  let count = 0
  let source = Readable.from([])
  // One function for all letters: yazl keeps what it is given for each.
  const openSource = (callback: (error: null, source: Readable) => void) => callback(null, source)
  for await (const { name, pdf } of letters) {
    gone.signal.throwIfAborted()
    source = Readable.from([pdf])
    // Little is left to compress in a PDF; but only compressed files may state their length behind them.
    zip.addReadStreamLazy(nameFile(name), { compressionLevel: 1 }, openSource)
    keepNameAlone(zip)
    await finished(source, { signal: gone.signal })
    count += 1
  }
  zip.addBuffer(Buffer.from(readme(count)), readmeName)
  zip.end()
}

/**
 * Node cuts small buffers out of blocks of 64 kB, and yazl keeps the name of each file in one. So each name would keep a
 * block, with the letters that were cut from it, until the end: some 60 kB for each letter.
 */
function keepNameAlone(zip: ZipFile): void {
  const entry = (zip as unknown as { entries: { utf8FileName: Buffer }[] }).entries.at(-1)
  if (!entry) return
  const alone = Buffer.allocUnsafeSlow(entry.utf8FileName.length)
  entry.utf8FileName.copy(alone)
  entry.utf8FileName = alone
}

function readme(count: number): string {
  return [
    `Letters in this folder: ${count}, each a PDF file of its own.`,
    '',
    'How to print them',
    '',
    '1. Unpack the ZIP file first. On Windows choose "Extract all", on a Mac open it with a double click.',
    '2. Print at actual size (100 %), not "fit to page", and on one side of the paper: the addresses are placed for',
    '   envelopes with a window. Some letters may be for A4 paper and some for US Letter: print each on its own.',
    '3. A letter that has two pages says so at the head of the second one. Keep them together.',
    '4. The person who wrote a letter signs it by hand, between the closing words and the printed name.',
    '5. Fold it in three, with the address outside, and look whether the whole address is in the window.',
    "6. Change nothing in a letter: it is its writer's, and was confirmed as it stands.",
    '',
    'The letters hold names and addresses of people. Delete the files once they are printed.',
    '',
  ].join('\r\n')
}
