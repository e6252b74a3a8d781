import { floodPerDay } from './rules.ts'
import { harmlessPhrases, slurs, slursThatAreNames, threatPhrases } from './threat-phrases.ts'

/** Why a letter waits for somebody who looks at it. */
export type HoldReason = 'links' | 'threat' | 'hidden-characters' | 'shouting' | 'flood'

/** One address of a page may belong to a person's story; more look like advertising. */
const maxLinks = 1
/** Endings of addresses that are no words, so that a full stop without a space after it makes no address. */
const endings = 'com|org|net|info|biz|edu|gov|io|ai|co|ru|cn|xyz|ly|tv|eu|uk|de|fr|ch|online|site|shop|click'
const path = String.raw`[\/?#][^\s,;|<>]*`
/** Addresses of pages, each whole. What follows or precedes an @ is an e-mail address. */
const link = new RegExp(
  [
    String.raw`(?:https?|ftp):\/\/[^\s,;|<>]+`,
    String.raw`(?<![\p{L}\p{N}@_-]\.?)www\.[^\s,;|<>]+`,
    String.raw`(?<![\p{L}\p{N}@_-]\.?)(?:[\p{L}\p{N}-]{2,}\.)+(?:${endings})(?![\p{L}\p{N}_.+-]*@|[\p{L}\p{N}_-])(?:${path})?`,
    // With a path any ending makes an address, as in t.me/name.
    String.raw`(?<![\p{L}\p{N}@_-]\.?)(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}\/[\p{L}\p{N}][^\s,;|<>]*`,
  ].join('|'),
  'giu',
)

/** i, l and 1 are one letter to the eye, and here. */
const threat = phraseOf(threatPhrases.map((phrase) => phrase.replaceAll('l', 'i')))
const slur = phraseOf(slurs)
const slurThatIsName = phraseOf(slursThatAreNames)

/**
 * Marks that show nothing and hide words from who checks them. Those that some scripts are written with are left out:
 * they are looked at where they stand (`misplaced`).
 */
const hidden = /[\p{Default_Ignorable_Code_Point}--[\p{Variation_Selector}\u061c\u200b-\u200f\u{e0020}-\u{e007f}]]/v
/** Between letters of scripts that need no joiners, direction marks or variants; a row of variants carries text unseen. */
const misplaced =
  /[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}][\p{Variation_Selector}\u061c\u200c-\u200f]+[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}]|\p{Variation_Selector}{2}/v
/** Khmer, Thai, Lao and Burmese part words with it instead of a space. */
const strayZeroWidthSpace =
  /(?<![\p{sc=Khmer}\p{sc=Thai}\p{sc=Lao}\p{sc=Myanmar}])\u200b(?![\p{sc=Khmer}\p{sc=Thai}\p{sc=Lao}\p{sc=Myanmar}])/v
/** Flags of regions, as England's, are a black flag and up to six of these: https://unicode.org/reports/tr51/#flag-emoji-tag-sequences */
const regionFlag = /\u{1f3f4}[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{3,6}\u{e007f}/gu
const tag = /[\u{e0020}-\u{e007f}]/u

const shoutingFrom = 60

/** What of a letter somebody should look at before it goes to an office; empty for nearly all. */
export function holdReasons(letter: { subject: string; own: string; name: string; confirmedToday: number }): HoldReason[] {
  const { subject, own, name, confirmedToday } = letter
  const words = `${subject}\n${own}`
  const whole = `${words}\n${name}`
  return [
    ...(linksOf(whole).length > maxLinks || hasLink(name) ? (['links'] as const) : []),
    ...(isThreat(whole) || hasSlur(words, name) ? (['threat'] as const) : []),
    ...(hasHidden(whole) ? (['hidden-characters'] as const) : []),
    ...(isShouting(own) ? (['shouting'] as const) : []),
    ...(confirmedToday >= floodPerDay ? (['flood'] as const) : []),
  ]
}

/** True of a text with an address of a page in it, which a mail to a stranger must not carry. */
export function hasLink(text: string): boolean {
  return linksOf(text).length > 0
}

function linksOf(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
      .match(link) ?? []
  )
}

function phraseOf(phrases: readonly string[]): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${phrases.join('|')})(?![\\p{L}\\p{N}])`, 'u')
}

/** Held, never refused: what somebody fled from is told in such words, and is a reason to write. */
function isThreat(text: string): boolean {
  return threat.test(plainOf(text).replaceAll('l', 'i'))
}

function hasSlur(words: string, name: string): boolean {
  const plain = plainOf(words).replaceAll(harmlessPhrases, '')
  return slur.test(`${plain}\n${plainOf(name)}`) || slurThatIsName.test(plain)
}

/** Letters of other scripts, digits and signs that pass for Latin ones; those of capitals are here as small letters. */
const lookAlikes = new Map(
  [
    ['авсԁеһіјкӏмнорԛѕтԝху', 'abcdehijklmhopqstwxy'],
    ['αβεηικμνορτυχ', 'abehikmnoptux'],
    ['ıłø013457@$', 'ilooieastas'],
  ].flatMap(([seen = '', meant = '']) => [...seen].map((letter, place) => [letter, meant[place] ?? letter])),
)

/** As it is read aloud: small letters without marks, look-alikes made Latin, one space between words and no other sign but apostrophes inside them. */
function plainOf(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\p{M}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replaceAll('ß', 'ss')
    .replaceAll(/[^a-z\s]/gu, (letter) => lookAlikes.get(letter) ?? letter)
    .replaceAll(/(?<=\p{L})[!|](?=\p{L})/gu, 'i')
    .replaceAll(/(?<=\p{L})[’‘ʼ`](?=\p{L})/gu, "'")
    .replaceAll(/[^\p{L}\p{N}']|(?<!\p{L})'|'(?!\p{L})/gu, ' ')
    .replaceAll(/ +/g, ' ')
}

function hasHidden(text: string): boolean {
  return hidden.test(text) || misplaced.test(text) || strayZeroWidthSpace.test(text) || tag.test(text.replaceAll(regionFlag, ''))
}

/** Mostly capitals, in a script that has them, over more than a sentence. */
function isShouting(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? []
  const capitals = letters.filter((letter) => /\p{Lu}/u.test(letter))
  return letters.length >= shoutingFrom && capitals.length / letters.length > 0.7
}
