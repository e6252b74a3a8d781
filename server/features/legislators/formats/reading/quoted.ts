/** What a file or a parser of it says, in a message: shortened, without what could change the screen it is shown on. */
export function shown(text: string, maxCharacters: number): string {
  return text.slice(0, maxCharacters).replace(/[^\P{C}\n]/gu, '\ufffd')
}

/** A value in a message, shortened, without what could change the screen it is shown on. */
export function quoted(value: string): string {
  const shown = value.slice(0, 40).replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '\ufffd')
  return value.length > 40 ? `‘${shown}…’` : `‘${shown}’`
}
