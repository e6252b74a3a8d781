import { createHash } from 'node:crypto'
import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'

/**
 * Headers that keep a page to itself: nothing from anywhere else, no script but files and the one
 * that loads them, no style but files and the sheet that stands in every page, no framing, no Referer.
 * `isDevelopment` lets Vite's own inline scripts run.
 */
export async function registerSecurityHeaders(
  app: FastifyInstance,
  options: { isHttps: boolean; isDevelopment: boolean; style: string; loader: string | null },
): Promise<void> {
  const policy = [
    "default-src 'none'",
    `script-src 'self'${options.loader === null ? '' : ` ${hashOf(options.loader)}`}`,
    `style-src 'self' ${hashOf(options.style)}`,
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    // The one policy there is: it starts the worker that solves proofs of work.
    'trusted-types proof-worker',
    ...(options.isHttps ? ['upgrade-insecure-requests'] : []),
  ].join(';')
  await app.register(helmet, {
    // Set below: helmet would put the same text together anew for each reply, 15 µs.
    contentSecurityPolicy: false,
    strictTransportSecurity: options.isHttps ? { maxAge: 63_072_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  })
  app.addHook('onRequest', async (_request, reply) => {
    if (!options.isDevelopment) void reply.header('content-security-policy', policy)
    void reply.header('permissions-policy', 'camera=(), geolocation=(), microphone=(), browsing-topics=()')
  })
}

/** How a policy names what stands in a page itself (CSP 3, section 2.3.1). */
function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}
