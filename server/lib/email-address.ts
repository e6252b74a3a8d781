import { domainToASCII } from 'node:url'

/** Mail services whose users share one mailbox between several spellings of the address. */
type MailboxRule = { service: string; ignoresDots: boolean; tag: '+' | '-' | null }

const gmail: MailboxRule = { service: 'gmail.com', ignoresDots: true, tag: '+' }
const plus = (service: string): MailboxRule => ({ service, ignoresDots: false, tag: '+' })

/**
 * Who treats which spellings alike, from the services' own help pages as read in November 2026.
 * A domain that is not listed keeps its dots and tags: outside these services they may be
 * different people.
 */
const mailboxRules: Record<string, MailboxRule> = {
  'gmail.com': gmail,
  'googlemail.com': gmail,
  'outlook.com': plus('outlook.com'),
  'hotmail.com': plus('hotmail.com'),
  'live.com': plus('live.com'),
  'icloud.com': plus('icloud.com'),
  'me.com': plus('icloud.com'),
  'mac.com': plus('icloud.com'),
  'proton.me': plus('proton.me'),
  'protonmail.com': plus('proton.me'),
  'pm.me': plus('proton.me'),
  'fastmail.com': plus('fastmail.com'),
  'yahoo.com': { service: 'yahoo.com', ignoresDots: false, tag: '-' },
  'ymail.com': { service: 'ymail.com', ignoresDots: false, tag: '-' },
}

/**
 * The large mail services that organizers may tell apart; everything else is `other`, so that
 * the column never tells who signed from a small domain.
 */
export const mailProviders = ['gmail', 'outlook', 'yahoo', 'icloud', 'proton', 'gmx', 'webde', 'mailru', 'qq', 'other'] as const
export type MailProvider = (typeof mailProviders)[number]

const providerOfDomain: Record<string, MailProvider> = {
  'gmail.com': 'gmail',
  'googlemail.com': 'gmail',
  'outlook.com': 'outlook',
  'hotmail.com': 'outlook',
  'hotmail.co.uk': 'outlook',
  'live.com': 'outlook',
  'msn.com': 'outlook',
  'yahoo.com': 'yahoo',
  'yahoo.co.uk': 'yahoo',
  'ymail.com': 'yahoo',
  'icloud.com': 'icloud',
  'me.com': 'icloud',
  'mac.com': 'icloud',
  'proton.me': 'proton',
  'protonmail.com': 'proton',
  'pm.me': 'proton',
  'gmx.de': 'gmx',
  'gmx.net': 'gmx',
  'gmx.com': 'gmx',
  'web.de': 'webde',
  'mail.ru': 'mailru',
  'qq.com': 'qq',
}

/**
 * One spelling for all addresses that reach the same mailbox. Used to find duplicates only:
 * mail always goes to what the person typed. Applying it twice changes nothing.
 */
export function canonicalAddress(address: string): string {
  const at = address.lastIndexOf('@')
  const domain = domainOf(address)
  const rule = mailboxRules[domain]
  let mailbox = folded(address.slice(0, at))
  if (rule?.tag && mailbox.indexOf(rule.tag) > 0) mailbox = mailbox.slice(0, mailbox.indexOf(rule.tag))
  if (rule?.ignoresDots) mailbox = mailbox.replaceAll('.', '')
  return `${mailbox}@${rule?.service ?? domain}`
}

export function mailProviderOf(address: string): MailProvider {
  return providerOfDomain[domainOf(address)] ?? 'other'
}

/** The domain in lower-case ASCII (punycode), as mail is routed. */
export function domainOf(address: string): string {
  const domain = folded(address.slice(address.lastIndexOf('@') + 1))
  return domainToASCII(domain) || domain
}

/** `ana@example.org` → `a••@example.org`: enough for its owner to see a slip of the finger. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@')
  return `${[...address][0] ?? ''}••${address.slice(at)}`
}

/** Compatible and small letters; composed once more, since some small letters exist composed where the capital does not (J̌, ǰ). */
function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase().normalize('NFKC')
}
