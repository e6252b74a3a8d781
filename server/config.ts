import { isAbsolute, relative, resolve } from 'node:path'
import { z } from 'zod'
import { isAddressOrRange } from './lib/client-prefix.ts'
import type { SettingName } from './settings.ts'
import { settings } from './settings.ts'

export type Config = Readonly<{
  http: Readonly<{ port: number; host: string; publicUrl: URL; trustProxy: readonly string[] }>
  data: Readonly<{ dir: string; databaseUrl: string | null; redisUrl: string | null }>
  mail: Readonly<{ smtpUrl: string | null; from: string }>
  /** Taken at first start only; then the log keeps the name that it has. */
  logName: string
  /** Null: made in `data.dir` at first start. */
  secretKeyFile: string | null
  site: Readonly<{ name: string; operator: string | null; contact: string | null; sourceUrl: string | null; isTryOut: boolean }>
  /** Languages that are offered, English first. */
  locales: readonly string[]
  lookupServices: readonly (typeof lookupServices)[number][]
  /** How many letters go to one office, whatever waits. */
  letters: Readonly<{ perOfficeHour: number; perOfficeDay: number }>
  role: Role
  logLevel: (typeof logLevels)[number]
  isProduction: boolean
  limits: Readonly<{
    signaturesPerMinute: number
    signaturesPerHour: number
    unprovenPerMinute: number
    linksPerMinute: number
    readsPerMinute: number
  }>
}>

export type Role = 'all' | 'web' | 'worker'

/** Which of these are offered is the organizers' word. */
/** Outside services that can be switched on; none is unless an organizer says so. */
export const lookupServices = ['postcodes-io', 'mapit', 'census', 'represent'] as const

const translatedLocales: readonly string[] = ['de', 'fr', 'he']
const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

const limit = z.coerce.number({ error: 'must be a number' }).int('must be a whole number').min(1, 'must be at least 1')
const url = (protocol: RegExp, beginning: string) => z.url({ protocol, error: `must be an address that begins with ${beginning}` })

/** Words with commas between them. */
const list = z.string().transform((value) =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
)

const environment = z.object({
  PORT: z.coerce
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(0, 'must be 0 to 65535')
    .max(65_535, 'must be 0 to 65535')
    .default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_URL: url(/^https?$/, 'http:// or https://').optional(),
  DATA_DIR: z.string().min(1).default('.data'),
  DATABASE_URL: url(/^postgres(ql)?$/, 'postgres://').optional(),
  SMTP_URL: url(/^smtps?$/, 'smtp:// or smtps://').optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^\s<>@]+@[^\s<>@]+$/, 'must be a bare e-mail address')
    .optional(),
  SECRET_KEY_FILE: z.string().min(1).optional(),
  LOG_NAME: z
    .string()
    .regex(/^[^\s+]{1,100}$/, 'must be one word without +')
    .optional(),
  REDIS_URL: url(/^rediss?$/, 'redis:// or rediss://').optional(),
  TRUST_PROXY: list
    .refine(
      (ranges) => ranges.every(isAddressOrRange),
      'must be addresses or CIDR ranges such as 10.0.0.0/8 (a number or "true" would believe forged headers)',
    )
    .default([]),
  ROLE: z.enum(['all', 'web', 'worker'], { error: 'must be all, web or worker' }).default('all'),
  LOG_LEVEL: z.enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` }).default('info'),
  NODE_ENV: z.string().default('development'),
  SITE_NAME: z.string().min(1).max(60).optional(),
  SITE_OPERATOR: z.string().min(1).max(200).optional(),
  SITE_CONTACT: z
    .string()
    .regex(/^[^\s<>@]+@[^\s<>@]+$/, 'must be an e-mail address')
    .optional(),
  SOURCE_URL: url(/^https$/, 'https://').optional(),
  REVIEWED_LOCALES: list
    .refine(
      (locales) => locales.every((locale) => translatedLocales.includes(locale)),
      `must be some of ${translatedLocales.join(', ')}, with commas: there are no words in other languages`,
    )
    .default([]),
  LOOKUP_SERVICES: list.pipe(z.array(z.enum(lookupServices, `must be some of ${lookupServices.join(', ')}, with commas`))).default([]),
  LETTERS_PER_OFFICE_HOUR: limit.default(20),
  LETTERS_PER_OFFICE_DAY: limit.default(100),
  LIMIT_SIGNATURES_PER_MINUTE: limit.default(60),
  LIMIT_SIGNATURES_PER_HOUR: limit.default(600),
  LIMIT_UNPROVEN_PER_MINUTE: limit.default(600),
  LIMIT_LINKS_PER_MINUTE: limit.default(30),
  LIMIT_READS_PER_MINUTE: limit.default(1200),
}) satisfies z.ZodType<Partial<Record<SettingName, unknown>>>

/** All that is wrong with the settings, one line each; the process prints them and stops. */
export class ConfigError extends Error {
  readonly faults: string[]

  constructor(faults: string[]) {
    super(`the settings need correcting:\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
    this.name = 'ConfigError'
    this.faults = faults
  }
}

/**
 * The settings of a process, from its environment. Pure: it reads nothing else.
 * An empty variable counts as unset, as in a compose file.
 * @throws ConfigError that lists all faults at once.
 */
export function loadConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([name, value]) => name in settings && value !== ''))
  const parsed = environment.safeParse(given)
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`))
  const value = parsed.data
  const publicUrl = new URL(value.PUBLIC_URL ?? `http://localhost:${value.PORT}`)
  const isProduction = value.NODE_ENV === 'production'
  const dataDir = resolve(value.DATA_DIR)
  const faults = isProduction ? productionFaults(value, publicUrl, dataDir) : []
  if (!isProduction && !value.SMTP_URL && !isLoopbackHost(value.HOST)) {
    faults.push(
      `SMTP_URL must be set when HOST is ${value.HOST}: the development mailbox would show everybody's mail; or leave HOST at 127.0.0.1`,
    )
  }
  if (faults.length > 0) throw new ConfigError(faults)
  return Object.freeze({
    http: { port: value.PORT, host: value.HOST, publicUrl, trustProxy: value.TRUST_PROXY },
    data: { dir: dataDir, databaseUrl: value.DATABASE_URL ?? null, redisUrl: value.REDIS_URL ?? null },
    mail: { smtpUrl: value.SMTP_URL ?? null, from: value.MAIL_FROM ?? `mail@${publicUrl.hostname}` },
    logName: value.LOG_NAME ?? publicUrl.host,
    secretKeyFile: value.SECRET_KEY_FILE ? resolve(value.SECRET_KEY_FILE) : null,
    site: siteOf(value),
    locales: ['en', ...new Set(value.REVIEWED_LOCALES)],
    lookupServices: [...new Set(value.LOOKUP_SERVICES)],
    letters: { perOfficeHour: value.LETTERS_PER_OFFICE_HOUR, perOfficeDay: value.LETTERS_PER_OFFICE_DAY },
    role: value.ROLE,
    logLevel: value.LOG_LEVEL,
    isProduction,
    limits: {
      signaturesPerMinute: value.LIMIT_SIGNATURES_PER_MINUTE,
      signaturesPerHour: value.LIMIT_SIGNATURES_PER_HOUR,
      unprovenPerMinute: value.LIMIT_UNPROVEN_PER_MINUTE,
      linksPerMinute: value.LIMIT_LINKS_PER_MINUTE,
      readsPerMinute: value.LIMIT_READS_PER_MINUTE,
    },
  })
}

function siteOf({ SITE_NAME, SITE_OPERATOR, SITE_CONTACT, SOURCE_URL }: z.infer<typeof environment>): Config['site'] {
  return {
    name: SITE_NAME ?? settings.SITE_NAME.default,
    operator: SITE_OPERATOR ?? null,
    contact: SITE_CONTACT ?? null,
    sourceUrl: SOURCE_URL ?? null,
    isTryOut: !SITE_NAME || !SITE_OPERATOR || !SITE_CONTACT,
  }
}

function productionFaults(value: z.infer<typeof environment>, publicUrl: URL, dataDir: string): string[] {
  const faults: string[] = []
  if (!value.SMTP_URL) faults.push('SMTP_URL must be set in production: without it no signer gets a mail')
  if (!value.SECRET_KEY_FILE) faults.push('SECRET_KEY_FILE must be set in production, to a file outside DATA_DIR')
  else if (isInside(dataDir, resolve(value.SECRET_KEY_FILE))) {
    faults.push('SECRET_KEY_FILE must lie outside DATA_DIR in production: whoever copies the data must not get the key with it')
  }
  for (const name of ['SITE_NAME', 'SITE_OPERATOR', 'SITE_CONTACT'] as const) {
    if (!value[name]) faults.push(`${name} must be set in production: signers have a right to know (${settings[name].description})`)
  }
  if (publicUrl.protocol !== 'https:') faults.push('PUBLIC_URL must begin with https:// in production')
  return faults
}

function isInside(folder: string, file: string): boolean {
  const path = relative(folder, file)
  return path === '' || (!path.startsWith('..') && !isAbsolute(path))
}

function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)
}
