import { load } from 'js-yaml'
import { expect, test } from 'vitest'
import { loadConfig } from '../../server/config.ts'
import type { SettingName } from '../../server/settings.ts'
import { settings } from '../../server/settings.ts'
import { listFiles, readJson, readText } from './repository.ts'

type Service = {
  image?: string
  build?: { context: string; dockerfile: string }
  profiles?: string[]
  command?: string[]
  environment?: Record<string, string>
  ports?: string[]
  volumes?: string[]
  networks?: string[]
  healthcheck?: { test: string[] }
}
type Compose = {
  services: Record<'app' | 'db' | 'redis' | 'mail' | 'caddy', Service>
  networks: { front: { ipam: { config: { subnet: string }[] } } }
  volumes: Record<string, null>
}

const compose = load(readText('docker-compose.yml')) as Compose
const { app, db, redis, mail, caddy } = compose.services
const dockerfile = readText('server/Dockerfile')

/** The variables of a service as compose passes them on, with a `.env` file of these lines beside it. */
function environmentOf(service: Service, dotEnv: Record<string, string> = {}): Record<string, string> {
  const filled = (value: string) =>
    value.replaceAll(/\$\{(\w+):-([^}]*)\}/g, (_, name: string, standard: string) => dotEnv[name] || standard)
  return Object.fromEntries(Object.entries(service.environment ?? {}).map(([name, value]) => [name, filled(value)]))
}

/** The `.env` file that the README shows for real signatures. */
function documentedDotEnv(): Record<string, string> {
  const [, block = ''] = /```ini\n(.*?)```/s.exec(readText('README.md')) ?? []
  const lines = block.split('\n').filter((line) => /^[A-Z_]+=/.test(line))
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]))
}

test('the app is given settings that it knows, and none that it does not', () => {
  const unknown = Object.keys(app.environment ?? {}).filter((name) => !(name in settings))

  expect(unknown).toEqual([])
})

test('every setting is passed on from the .env file, but for those that the containers themselves decide', () => {
  const decided: SettingName[] = ['HOST', 'PORT', 'DATA_DIR', 'DATABASE_URL', 'REDIS_URL']
  const names = Object.keys(settings) as SettingName[]

  const passedOn = names.filter((name) => environmentOf(app, { [name]: 'as-in-dot-env' })[name] === 'as-in-dot-env')
  const missing = names.filter((name) => !(name in (app.environment ?? {})))

  expect(missing).toEqual([])
  expect(names.filter((name) => !passedOn.includes(name)).sort()).toEqual([...decided].sort())
})

test('without a .env file the containers are a try-out that catches its mail', () => {
  const config = loadConfig(environmentOf(app))

  expect(config).toMatchObject({
    isProduction: false,
    site: { isTryOut: true },
    mail: { smtpUrl: 'smtp://mail:1025' },
    secretKeyFile: null,
  })
  expect(config.http.publicUrl.href).toBe('http://localhost:3000/')
  expect(config.data).toMatchObject({ databaseUrl: 'postgres://countersign:try-out@db:5432/countersign', redisUrl: 'redis://redis:6379' })
})

test('with the .env file of the README the app starts for real signatures', () => {
  const dotEnv = documentedDotEnv()
  const known = [...readText('docker-compose.yml').matchAll(/\$\{(\w+):-/g)].map(([, name]) => name)

  const config = loadConfig(environmentOf(app, dotEnv))

  expect(Object.keys(dotEnv).filter((name) => !known.includes(name))).toEqual([])
  expect(config).toMatchObject({ isProduction: true, site: { isTryOut: false }, secretKeyFile: '/keys/secret.key' })
  expect(environmentOf(db, dotEnv)['POSTGRES_PASSWORD']).toBe(config.data.databaseUrl?.match(/:([^:@]+)@/)?.[1])
  // Caddy takes an origin: with a path, a lone slash included, it does not start.
  expect(dotEnv['PUBLIC_URL']).toMatch(/^https:\/\/[a-z.]+$/)
})

test('the app believes forwarded addresses from the network that it shares with the proxy alone', () => {
  const [{ subnet } = { subnet: '' }] = compose.networks.front.ipam.config
  const members = Object.entries(compose.services).filter(([, service]) => service.networks?.includes('front'))

  expect(environmentOf(app)['TRUST_PROXY']).toBe(subnet)
  expect(members.map(([name]) => name)).toEqual(['app', 'caddy'])
})

test('only the proxy is open to other machines, and the database to none', () => {
  expect(app.ports).toEqual(['127.0.0.1:3000:3000'])
  expect(mail.ports).toEqual(['127.0.0.1:8025:8025'])
  expect(caddy).toMatchObject({ profiles: ['tls'], ports: ['80:80', '443:443', '443:443/udp'] })
  expect(caddy.command?.slice(-2)).toEqual(['--to', `app:${settings.PORT.default}`])
  expect(db.ports).toBeUndefined()
  expect(redis.ports).toBeUndefined()
})

test('what must survive lies in named volumes', () => {
  const mounts = Object.values(compose.services).flatMap((service) => service.volumes ?? [])
  const used = mounts.map((mount) => mount.split(':')[0])

  expect(db.image).toBe('postgres:18')
  expect(db.volumes).toEqual(['db:/var/lib/postgresql'])
  expect(app.volumes).toEqual(['data:/data', 'keys:/keys'])
  expect(environmentOf(app)['DATA_DIR']).toBe('/data')
  expect([...used].sort()).toEqual(Object.keys(compose.volumes).sort())
})

test('the README says which volumes a fresh start deletes, and that the one with the key is not among them', () => {
  const readme = readText('README.md')
  const removed = [...readme.matchAll(/docker volume rm countersign_(\w+)/g)].map(([, name]) => name)

  expect(removed).toEqual(['db'])
  expect(Object.keys(compose.volumes)).toEqual(expect.arrayContaining([...removed, 'keys']))
  expect(readme).toContain('deletes the volume that holds the root key')
})

test.each(Object.entries(compose.services))('the health of %s is checked', (_name, service) => {
  expect(service.healthcheck?.test[0]).toBe('CMD')
})

test('the image is built from what the repository has and runs as a user without rights', () => {
  const top = new Set(listFiles().map((path) => path.split('/')[0]))
  const copied = [...dockerfile.matchAll(/^COPY --from=build (.+) \S+$/gm)].flatMap(([, paths = '']) => paths.split(' '))
  const made = ['node_modules', 'dist']
  const missing = copied.map((path) => path.replace('/app/', '')).filter((path) => !top.has(path) && !made.includes(path))
  const set: SettingName[] = ['HOST', 'DATA_DIR']

  expect(app.build).toEqual({ context: '.', dockerfile: 'server/Dockerfile' })
  expect(missing).toEqual([])
  expect(new Set([...dockerfile.matchAll(/^FROM node:(\d+)/gm)].map(([, major]) => major))).toEqual(
    new Set([readJson('package.json').devDependencies.node.split('.')[0]]),
  )
  expect([...dockerfile.matchAll(/^ENV (.+)$/gm)].flatMap(([, pairs = '']) => pairs.split(' ').map((pair) => pair.split('=')[0]))).toEqual(
    set,
  )
  expect(dockerfile).toMatch(/^USER node$/m)
  expect(dockerfile).toMatch(/^STOPSIGNAL SIGTERM$/m)
  expect(dockerfile).toMatch(/^CMD \["node", "server\/main.ts"\]$/m)
  expect(dockerfile).toContain(`EXPOSE ${settings.PORT.default}\n`)
})
