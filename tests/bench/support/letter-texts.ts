import { adjectives, adverbs, courtesies, nouns, otherScripts, verbs } from './letter-words.ts'

/** How a letter came about. */
export const kinds = ['own', 'edited', 'with own paragraph', 'verbatim'] as const
export type Letter = { kind: (typeof kinds)[number]; text: string }

type Random = () => number
/** Makes the next sentence of so many words. */
type Speaker = (words: number) => string

const templateLengths = [80, 110, 170, 230, 320, 450, 700]
const share = { own: 0.35, edited: 0.25, withOwn: 0.25, otherScript: 0.12 }
const shortest = 40
const longest = 1960

/**
 * Letters as a campaign brings them about, the same for the same seed: 35 % are the writers' own, 25 % lightly
 * edited copies of a few templates, 25 % a template with a paragraph of their own, 15 % copies. From 40 to 2,000
 * words, half of the own ones under 170; every eighth in one of five other scripts.
 */
export function writeLetters(howMany: number, seed: number): Letter[] {
  const random = randomFrom(seed)
  const speakers = [englishSpeaker(random), ...otherScripts.map((syllables) => scriptSpeaker(random, syllables))]
  const templates = [
    ...templateLengths.map((words) => sentences(random, speakers[0] as Speaker, words)),
    ...speakers.slice(1).map((speak) => sentences(random, speak, 150)),
  ]
  const paragraphs: string[][] = []
  return Array.from({ length: howMany }, () => {
    const isOther = random() < share.otherScript
    const language = isOther ? 1 + Math.floor(random() * otherScripts.length) : 0
    const speak = speakers[language] as Speaker
    const template = (isOther ? templates[templateLengths.length + language - 1] : templates[popular(random)]) as string[]
    return writeLetter(random, speak, template, paragraphs)
  })
}

function writeLetter(random: Random, speak: Speaker, template: string[], paragraphs: string[][]): Letter {
  const roll = random()
  if (roll < share.own) return { kind: 'own', text: ownLetter(random, speak).join(' ') }
  if (roll < share.own + share.edited) return { kind: 'edited', text: edited(random, template, speak).join(' ') }
  if (roll >= share.own + share.edited + share.withOwn) return { kind: 'verbatim', text: template.join(' ') }
  // A paragraph of one's own is now and then a neighbour's, changed a little.
  const isLent = paragraphs.length > 0 && random() < 0.15
  const own = isLent ? edited(random, pick(random, paragraphs), speak) : sentences(random, speak, between(random, 45, 200))
  paragraphs.push(own)
  const kept = random() < 0.7 ? template : template.filter(() => random() < 0.7)
  return { kind: 'with own paragraph', text: (random() < 0.5 ? [...own, ...kept] : [...kept, ...own]).join('\n\n') }
}

function ownLetter(random: Random, speak: Speaker): string[] {
  const words = Math.min(longest, Math.max(shortest, Math.round(170 * Math.exp(0.75 * normal(random)))))
  const own = sentences(random, speak, words)
  return random() < 0.4 ? [pick(random, courtesies), ...own, pick(random, courtesies)] : own
}

/** Some words replaced, left out or added; sometimes a sentence goes, or one of their own comes. */
function edited(random: Random, text: string[], speak: Speaker): string[] {
  const rate = 0.12 * random() ** 2
  const changed = text.filter(() => random() > rate).map((sentence) => editedSentence(random, sentence, rate))
  if (random() < 0.3) changed.splice(Math.floor(random() * changed.length), 0, speak(between(random, 6, 18)))
  return changed.length > 0 ? changed : text
}

function editedSentence(random: Random, sentence: string, rate: number): string {
  return sentence
    .split(' ')
    .flatMap((word) => {
      if (random() >= rate) return [word]
      return [[], [pick(random, adjectives)], [word, pick(random, adverbs)]][Math.floor(random() * 3)] as string[]
    })
    .join(' ')
}

function sentences(random: Random, speak: Speaker, words: number): string[] {
  const said: string[] = []
  for (let left = words; left > 0; ) {
    const length = Math.min(left, between(random, 6, 24))
    said.push(speak(length))
    left -= length
  }
  return said
}

/** Subject, verb, object, and on from there. */
function englishSpeaker(random: Random): Speaker {
  const the = ['the', 'our', 'this', 'every', 'no', 'a', 'my', 'their']
  const links = ['and', 'but', 'because', 'while', 'although', 'so that', 'since', 'unless', 'before']
  const small = ['of', 'in', 'for', 'with', 'without', 'near', 'after', 'against', 'about', 'from']
  const order = [the, adjectives, nouns, adverbs, verbs, the, nouns, small, the, adjectives, nouns, links]
  return (words) => {
    const said = Array.from({ length: words }, (_, i) => pick(random, order[i % order.length] as string[])).join(' ')
    return `${said.charAt(0).toUpperCase()}${said.slice(1)}.`
  }
}

function scriptSpeaker(random: Random, syllables: string[]): Speaker {
  const vocabulary = Array.from({ length: 1500 }, () =>
    Array.from({ length: between(random, 1, 4) }, () => pick(random, syllables)).join(''),
  )
  return (words) => `${Array.from({ length: words }, () => pick(random, vocabulary)).join(' ')}.`
}

/** Place of a template: each is used about half as often as the one before it. */
function popular(random: Random): number {
  return Math.min(templateLengths.length - 1, Math.floor(-Math.log2(1 - random())))
}

function pick<T>(random: Random, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)] as T
}

function between(random: Random, from: number, to: number): number {
  return from + Math.floor(random() * (to - from + 1))
}

/** By Box and Muller. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** Mulberry32: small, and even enough for texts. */
function randomFrom(seed: number): Random {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
