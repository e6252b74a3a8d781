import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

/** One spelling of a body: as it is, or compressed. `headers` are those of the content. */
export type Encoded = { body: Buffer; wire: string; headers: Record<string, string>; etag: string }

const compress = promisify(gzip)
/** Below this a compressed body saves no packet. */
const leastToCompress = 1400
const compressible = /^(?:text\/|application\/(?:json|xml|atom\+xml|problem\+json)|image\/svg)/

/** The body as it is and, where that saves something, compressed: both the same for everybody, so nothing secret is compressed with it. */
export async function encodingsOf(
  type: string,
  body: string | Buffer,
  cacheControl: string,
): Promise<{ plain: Encoded; gzipped: Encoded | null }> {
  const plain = typeof body === 'string' ? Buffer.from(body, 'utf8') : body
  const isCompressible = compressible.test(type)
  const name = createHash('sha256').update(plain).digest('base64url').slice(0, 22)
  const headers = { 'content-type': type, 'cache-control': cacheControl, ...(isCompressible ? { vary: 'accept-encoding' } : {}) }
  const encoded = (bytes: Buffer, etag: string, more: Record<string, string>): Encoded => ({
    body: bytes,
    wire: bytes.toString('latin1'),
    headers: { ...headers, ...more, etag },
    etag,
  })
  return {
    plain: encoded(plain, `"${name}"`, {}),
    gzipped:
      isCompressible && plain.length >= leastToCompress
        ? encoded(await compress(plain), `"${name}-gz"`, { 'content-encoding': 'gzip' })
        : null,
  }
}

/** True when a request takes gzip (RFC 9110 §12.5.3); one that refuses it with `q=0` gets the plain body. */
export function acceptsGzip(acceptEncoding: string | string[] | undefined): boolean {
  return typeof acceptEncoding === 'string' && /(?:^|[\s,])gzip(?![\w-])(?!\s*;\s*q=0(?:\.0*)?(?:\s*(?:,|$)))/i.test(acceptEncoding)
}

/** If-None-Match, RFC 9110 §13.1.2: a list of tags, perhaps marked as weak, or a star. */
export function isListed(header: string | undefined, etag: string): boolean {
  return header !== undefined && (header === '*' || header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag))
}
