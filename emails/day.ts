/** A day in words, in UTC; English in the British way. */
export function dayOf(locale: string, moment: string): string {
  const words = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { dateStyle: 'long', timeZone: 'UTC' })
  return words.format(new Date(moment))
}
