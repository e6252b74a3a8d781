/** Names of devices, which Windows keeps for itself whatever ending follows. */
const devices = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])$/i
/** A name may have 255 bytes on Linux and 255 UTF-16 units elsewhere; this leaves room for a number and for folders. */
const maxBytes = 120

/**
 * Gives names to files that come from many hands: each without path, control characters and what Windows or macOS does
 * not take, and no two alike, not even but for capitals.
 *
 * @param taken names that are not to be given
 * @returns the name for the next file, with its ending; the same wish again gets a number behind it
 * @see https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file
 */
export function nameFiles(ending: string, taken: string[]): (wish: string) => string {
  const used = new Set(taken.map(foldedOf))
  const counts = new Map<string, number>()
  return (wish) => {
    const stem = stemOf(wish, ending)
    for (;;) {
      const count = (counts.get(foldedOf(stem)) ?? 0) + 1
      counts.set(foldedOf(stem), count)
      const name = `${stem}${count > 1 ? ` (${count})` : ''}${ending}`
      if (used.has(foldedOf(name))) continue
      used.add(foldedOf(name))
      return name
    }
  }
}

function stemOf(wish: string, ending: string): string {
  const plain = wish
    .toWellFormed()
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .replace(/\p{C}/gu, '')
    .replace(/[<>:"/\\|?*]+/g, '-')
  const bare = foldedOf(plain).endsWith(ending) ? plain.slice(0, -ending.length) : plain
  const stem = shorten(bare).replace(/^[ .]+|[ .]+$/g, '')
  return stem === '' || devices.test(stem.replace(/\..*$/, '').trimEnd()) ? `letter ${stem}`.trimEnd() : stem
}

/** To as many whole characters as there is room for. */
function shorten(text: string): string {
  let [short, bytes] = ['', 0]
  for (const { segment } of new Intl.Segmenter('und').segment(text)) {
    bytes += Buffer.byteLength(segment)
    if (bytes > maxBytes) break
    short += segment
  }
  return short
}

function foldedOf(name: string): string {
  return name.normalize('NFC').toLowerCase()
}
