import { lookup } from 'node:dns/promises'
import type { IncomingMessage } from 'node:http'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { BlockList, isIP } from 'node:net'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { SourceFile } from '../formats/format.ts'
import { UnreadableFile } from '../formats/format.ts'

export type FetchLimits = { maxBytes: number; idleMs: number; totalMs: number; maxRedirects: number }

/** ONSPD has 1.1 GB. Times are in milliseconds. */
export const standardLimits: FetchLimits = { maxBytes: 2 * 1024 ** 3, idleMs: 30_000, totalMs: 30 * 60_000, maxRedirects: 5 }

/** Whether a connection to this address may be made. */
export type MayConnect = (ip: string) => boolean

/**
 * A file at an address, as a stream. Only http and https; the name is resolved once and the
 * connection goes to exactly what was allowed, so that a name that changes its answer gains nothing;
 * the same for each redirect. No cookies, no credentials.
 * @param mayConnect refuses addresses of this machine and its networks unless told otherwise
 * @throws UnreadableFile that says what is wrong with the address or the answer
 */
export async function fetchFile(address: string, options: { limits?: FetchLimits; mayConnect?: MayConnect } = {}): Promise<SourceFile> {
  const { url, reply, limits } = await open(address, options)
  if (reply.statusCode !== 200) {
    reply.destroy()
    throw new UnreadableFile(`${url.href} answered ${reply.statusCode}. Open it in a browser to see whether the address is still right.`)
  }
  return { name: url.pathname.split('/').at(-1) || url.hostname, bytes: bytesOf(reply, url, limits) }
}

/** The same for JSON, small; null where there is nothing at the address (404). @throws SyntaxError when it is no JSON */
export async function fetchJson(address: string, options: { limits: FetchLimits; mayConnect?: MayConnect }): Promise<unknown> {
  const { url, reply, limits } = await open(address, options)
  if (reply.statusCode !== 200) {
    reply.destroy()
    if (reply.statusCode === 404) return null
    throw new UnreadableFile(`${url.hostname} answered ${reply.statusCode}.`)
  }
  const chunks: Uint8Array[] = []
  for await (const chunk of bytesOf(reply, url, limits)) chunks.push(chunk)
  return JSON.parse(Buffer.concat(chunks).toString('utf8'))
}

/** The last answer after all redirects. */
async function open(
  address: string,
  { limits = standardLimits, mayConnect = isPublic }: { limits?: FetchLimits; mayConnect?: MayConnect },
): Promise<{ url: URL; reply: IncomingMessage; limits: FetchLimits }> {
  const signal = AbortSignal.timeout(limits.totalMs)
  let url = parse(address)
  for (let hops = 0; ; hops++) {
    const reply = await ask(url, { limits, mayConnect, signal })
    const location = reply.headers.location
    if (reply.statusCode !== undefined && reply.statusCode >= 300 && reply.statusCode < 400 && location) {
      reply.destroy()
      if (hops >= limits.maxRedirects) throw new UnreadableFile(`${address} redirects more than ${limits.maxRedirects} times.`)
      url = parse(URL.canParse(location, url) ? new URL(location, url).href : location)
      continue
    }
    return { url, reply, limits }
  }
}

function parse(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : null
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw new UnreadableFile(`${address.slice(0, 200)} is not an address that begins with http:// or https://.`)
  if (url.username || url.password) throw new UnreadableFile('The address must not hold a user name or a password.')
  return url
}

async function ask(url: URL, parts: { limits: FetchLimits; mayConnect: MayConnect; signal: AbortSignal }): Promise<IncomingMessage> {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const found = isIP(host) ? [{ address: host, family: isIP(host) }] : await resolve(host)
  const allowed = found.filter(({ address }) => parts.mayConnect(address))
  // One address inside is enough to refuse: which one is asked would be the resolver's choice.
  const [target] = allowed.length === found.length ? allowed : []
  if (!target)
    throw new UnreadableFile(`${url.hostname} is an address of this machine or of a private network, from where nothing is fetched.`)
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
      headers: { accept: '*/*', 'accept-encoding': 'gzip', 'user-agent': 'countersign' },
      lookup: (_host, options, callback) => {
        const { address, family } = target
        if (options.all) callback(null, [{ address, family }])
        else callback(null, address, family)
      },
      signal: parts.signal,
      timeout: parts.limits.idleMs,
      agent: false,
    })
    request.on('timeout', () => request.destroy(new Error(`nothing came for ${parts.limits.idleMs / 1000} seconds`)))
    request.on('error', (error) => reject(new UnreadableFile(`${url.href} cannot be fetched: ${error.message}`)))
    request.on('response', resolve)
    request.end()
  })
}

async function resolve(host: string): Promise<{ address: string; family: number }[]> {
  try {
    return await lookup(host, { all: true })
  } catch (error) {
    throw new UnreadableFile(`The name ${host} cannot be resolved: ${(error as Error).message}`)
  }
}

/** The body, unpacked, up to the largest size; what is compressed counts as what it becomes. */
async function* bytesOf(reply: IncomingMessage, url: URL, { maxBytes }: FetchLimits): AsyncIterable<Uint8Array> {
  // Not compose(): data that ends too early would be an error that nobody can catch.
  const body = reply.headers['content-encoding'] === 'gzip' ? pipeline(reply, createGunzip(), () => {}) : reply
  let total = 0
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      total += chunk.length
      if (total > maxBytes) throw new UnreadableFile(`${url.href} is larger than ${Math.round(maxBytes / 1024 / 1024)} MB.`)
      yield chunk
    }
  } catch (error) {
    if (error instanceof UnreadableFile) throw error
    throw new UnreadableFile(`${url.href} broke off: ${(error as Error).message}`)
  } finally {
    reply.destroy()
  }
  if (!reply.complete) throw new UnreadableFile(`${url.href} broke off before its end.`)
}

/** What no file of a parliament is served from (IANA special-purpose registries, read November 2026). */
const inside = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  inside.addSubnet(network, prefix, 'ipv4')

/** IPv6 that is handed out: 2000::/3, less documentation, 6to4 and Teredo, which hold IPv4 addresses. */
const handedOut = new BlockList()
handedOut.addSubnet('2000::', 3, 'ipv6')
const reserved = new BlockList()
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  reserved.addSubnet(network, prefix, 'ipv6')

/** Whether an IP address is on the public internet. IPv4 inside IPv6 is judged as IPv4. */
export function isPublic(ip: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1]
  if (mapped) return isPublic(mapped)
  if (isIP(ip) === 4) return !inside.check(ip, 'ipv4')
  return isIP(ip) === 6 && handedOut.check(ip, 'ipv6') && !reserved.check(ip, 'ipv6')
}
