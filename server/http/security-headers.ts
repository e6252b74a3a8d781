import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'

/**
 * Headers that keep a page to itself: nothing from anywhere else, no inline script or style, no
 * framing, no Referer to anybody. `isDevelopment` lets Vite's own inline scripts run.
 */
export async function registerSecurityHeaders(app: FastifyInstance, options: { isHttps: boolean; isDevelopment: boolean }): Promise<void> {
  const strict = {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    workerSrc: ["'self'"],
    manifestSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
    requireTrustedTypesFor: ["'script'"],
    // The one policy there is: it starts the worker that solves proofs of work.
    trustedTypes: ['proof-worker'],
    ...(options.isHttps ? { upgradeInsecureRequests: [] } : {}),
  }
  await app.register(helmet, {
    contentSecurityPolicy: options.isDevelopment ? false : { useDefaults: false, directives: strict },
    strictTransportSecurity: options.isHttps ? { maxAge: 63_072_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  })
  app.addHook('onSend', async (_request, reply) => {
    void reply.header('permissions-policy', 'camera=(), geolocation=(), microphone=(), browsing-topics=()')
  })
}
