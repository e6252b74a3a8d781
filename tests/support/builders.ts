import type { PetitionText } from '../../server/contract/petitions.ts'
import type { Pack, PackAsk, PackCampaign, PackFact, PackPetition, PackTimelineItem } from '../../server/features/campaigns/pack.ts'
import type { PackOffice } from '../../server/features/campaigns/pack-office.ts'

let counter = 0

/** A valid signature request; a test names what matters to it. */
export function aSignature(given: Record<string, unknown> = {}) {
  counter++
  return { givenName: 'Test', familyName: 'Person', email: `test-${counter}@example.org`, country: 'GB', consent: true, ...given }
}

/** The fields of a completed sign form. */
export function aSignForm(given: Record<string, string> = {}): Record<string, string> {
  counter++
  return {
    givenName: 'Test',
    familyName: 'Person',
    email: `test-${counter}@example.org`,
    country: 'GB',
    consent: 'yes',
    age: 'yes',
    ...given,
  }
}

/** A petition's text. */
export function aText(given: Partial<PetitionText> = {}): PetitionText {
  return {
    title: 'Test request to a test office',
    summary: 'A summary.',
    background: [{ text: 'A paragraph.', cites: [] }],
    requests: ['Do the one thing.'],
    closing: [],
    ...given,
  }
}

/** A fact that may stand alone on any page. */
export function aFact(given: Partial<PackFact> = {}): PackFact {
  return {
    id: 'fact-1',
    claim: 'The article says that something happened.',
    display: 'In 2014 the article reported that something happened.',
    kind: 'event',
    attributedTo: { name: 'A reporter', role: 'news outlet' },
    asOf: '2014',
    place: null,
    figure: null,
    confidence: 'reported',
    sourceText: 'P1',
    topics: ['topic'],
    caution: null,
    externalCheck: null,
    graphic: false,
    use: 'card',
    mustShowWith: [],
    ...given,
  }
}

/** An event after the article, read on its own page. */
export function anEvent(given: Partial<PackTimelineItem> = {}): PackTimelineItem {
  return {
    id: 'event-1',
    date: '2022-04-28',
    precision: 'day',
    what: 'Something was said.',
    country: null,
    kind: 'statement',
    role: null,
    status: null,
    source: { title: 'A page', publisher: 'A publisher', url: 'https://example.org/page' },
    moreSources: [],
    sourceLevel: 'primary',
    factIds: [],
    era: 'after-article',
    verified: true,
    note: null,
    ...given,
  }
}

/** An open ask with a letter of two points, which cites `fact-1` and `event-1`. */
export function anAsk(given: Partial<PackAsk> = {}): PackAsk {
  return {
    id: 'ask-1',
    kind: 'letter',
    state: 'open',
    title: 'Look into it',
    targets: [{ body: 'A parliament', addressee: 'the signer’s own member', jurisdiction: 'Nowhere' }],
    offices: [],
    chambers: (given.kind ?? 'letter') === 'letter' ? ['uk-commons'] : [],
    ask: ['Look into it.'],
    whyNow: 'Nobody has.',
    lawToday: { summary: 'No law says so.', sources: ['event-1'], confidence: 'read' },
    supportingFacts: ['fact-1'],
    laterDevelopments: ['event-1'],
    talkingPoints: [
      { text: 'Something happened.', cites: ['fact-1'] },
      { text: 'Something was said.', cites: ['event-1'] },
    ],
    organizerChecks: [],
    letterRequestLine: 'Please look into it.',
    tone: 'Polite.',
    hasForm: true,
    petition: null,
    finders: [],
    ...given,
  }
}

/** An office that can be reached by post and by e-mail. */
export function anOffice(given: Partial<PackOffice> = {}): PackOffice {
  return {
    id: 'office-1',
    body: 'A ministry',
    office: 'Minister of Tests',
    addressAs: 'Minister',
    place: 'GB',
    postal: ['1 Test Street', 'Testtown'],
    email: 'minister@example.org',
    form: null,
    source: { title: 'Contact', publisher: 'A ministry', url: 'https://example.org/contact' },
    checkedOn: '2026-11-01',
    ...given,
  }
}

/** An open petition with one version of its text, which cites nothing unless given. */
export function aPackPetition(given: Partial<PackPetition> & { cites?: string[] } = {}): PackPetition {
  const { cites = [], ...fields } = given
  return {
    slug: 'test-petition',
    state: 'open',
    openedAt: '2026-11-01T00:00:00Z',
    closesAt: null,
    addressee: 'Test office',
    countIntervalSeconds: 1,
    goals: [100],
    handover: 'Handed over by the test.',
    notOfficial: 'Not official.',
    officialSystem: null,
    versions: [{ version: 1, publishedAt: '2026-11-01T00:00:00Z', ...aText({ background: [{ text: 'A paragraph.', cites }] }) }],
    ...fields,
  }
}

/** What a pack's pages show: `fact-1` on the home page, and nothing that a pack may leave out. */
export function aCampaign(given: Partial<PackCampaign> = {}): PackCampaign {
  return {
    format: 4,
    slug: 'test-campaign',
    title: 'Test campaign',
    summary: 'A summary.',
    article: { title: 'An article', publisher: 'A publisher', year: 2014, url: 'https://example.org/article' },
    checkedOn: '2026-11-01',
    position: {
      heading: 'Their position',
      statement: 'They deny it.',
      sources: [{ title: 'A statement', publisher: 'An office', date: '2014', url: 'https://example.org/statement' }],
    },
    leadPetition: 'test-petition',
    keyFacts: ['fact-1'],
    changedSince: [],
    counterViews: [],
    topics: [{ slug: 'topic', name: 'Topic' }],
    pictures: [],
    laws: [],
    support: [],
    about: [],
    glossary: [],
    letterRules: [],
    ...given,
  }
}

/** A pack without fault: one fact, one event and one open petition. */
export function aPack(given: Partial<Pack> = {}): Pack {
  return {
    campaign: aCampaign(),
    facts: [aFact()],
    inconsistencies: [],
    timeline: [anEvent()],
    asks: [],
    offices: [],
    corrections: [],
    petitions: [aPackPetition()],
    translations: [],
    ...given,
  }
}
