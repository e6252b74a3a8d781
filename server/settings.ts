/** One setting: what the README’s table says of it. Secrets are never printed. */
type Setting = { description: string; default: string; secret?: true }

/** Every environment variable that this program reads. The README's table is tested against it. */
export const settings = {
  PORT: { description: 'TCP port to serve on', default: '3000' },
  HOST: { description: 'address to serve on; a public one needs SMTP_URL', default: '127.0.0.1' },
  PUBLIC_URL: { description: 'address that people see, used in links; https in production', default: 'http://localhost:PORT' },
  DATA_DIR: { description: 'folder of the embedded database, key file and development mailbox', default: '.data' },
  DATABASE_URL: {
    description: 'PostgreSQL 15 or later; without it the embedded PostgreSQL runs in DATA_DIR',
    default: 'embedded',
    secret: true,
  },
  SMTP_URL: {
    description:
      'mail server, smtp:// or smtps://; without it mail is kept in DATA_DIR/mailbox (only while trying out on a loopback address)',
    default: 'development mailbox',
    secret: true,
  },
  MAIL_FROM: { description: 'sender of our mails', default: 'mail@host of PUBLIC_URL' },
  SECRET_KEY_FILE: {
    description: 'file with the root key; in production it must be set and lie outside DATA_DIR',
    default: 'DATA_DIR/secret.key, made at first start',
  },
  LOG_NAME: {
    description: 'name under which the log of signatures is signed; fixed at first start',
    default: 'host of PUBLIC_URL at first start',
  },
  REDIS_URL: {
    description: 'shared store of the rate limits when several processes serve; while it does not answer each process counts alone',
    default: 'limits per process',
    secret: true,
  },
  TRUST_PROXY: {
    description: 'addresses or CIDR ranges of your own proxies, with commas; only their X-Forwarded-For is believed',
    default: 'none',
  },
  ROLE: { description: 'what this process does: all, web (serve) or worker (mail, counting)', default: 'all' },
  LOG_LEVEL: { description: 'trace, debug, info, warn, error, fatal or silent', default: 'info' },
  NODE_ENV: { description: 'production turns on the checks for real signatures', default: 'development' },
  SITE_NAME: { description: 'name of the site; needed in production', default: 'Countersign' },
  SITE_OPERATOR: {
    description: 'who runs the site and answers for the data; needed in production',
    default: 'none: pages say that the site is a try-out',
  },
  SITE_CONTACT: { description: 'e-mail address for signers and for security reports; needed in production', default: 'none' },
  SOURCE_URL: {
    description: 'https address of this site’s source code, shown at the foot; AGPL-3.0 section 13 asks for it if you changed the code',
    default: 'none',
  },
  REVIEWED_LOCALES: {
    description: 'languages offered besides English, with commas, once somebody who speaks them has read their words: de, fr, he',
    default: 'none',
  },
  LOOKUP_SERVICES: {
    description:
      'outside services that may be asked for a place our lists do not know, with commas: postcodes-io, mapit, census, represent',
    default: 'none',
  },
  LETTERS_PER_OFFICE_HOUR: { description: 'letters an hour to one office by e-mail; more wait their turn', default: '20' },
  LETTERS_PER_OFFICE_DAY: { description: 'letters in 24 hours to one office by e-mail', default: '100' },
  LIMIT_SIGNATURES_PER_MINUTE: {
    description: 'signatures a minute from one network (IPv4 address or IPv6 /64); at 60 or less nobody is ever asked for a proof of work',
    default: '60',
  },
  LIMIT_SIGNATURES_PER_HOUR: { description: 'signatures an hour from one network', default: '600' },
  LIMIT_UNPROVEN_PER_MINUTE: {
    description:
      'all signatures a minute; above, a network’s 61st and later need a proof of work, if LIMIT_SIGNATURES_PER_MINUTE exceeds 60',
    default: '600',
  },
  LIMIT_LINKS_PER_MINUTE: { description: 'link and code requests a minute from one network', default: '30' },
  LIMIT_READS_PER_MINUTE: { description: 'reads a minute from one network', default: '1200' },
} as const satisfies Record<string, Setting>

export type SettingName = keyof typeof settings
