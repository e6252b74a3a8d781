import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import fastifyStatic from '@fastify/static'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import Fastify, { LogController } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { Context } from './context.ts'
import { campaignRoutes } from './features/campaigns/routes.ts'
import { ledgerRoutes, logRoutes } from './features/ledger/routes.ts'
import { legislatorRoutes } from './features/legislators/routes.ts'
import { letterRoutes } from './features/letters/routes.ts'
import { organizerRoutes } from './features/organizers/routes.ts'
import { pageRoutes } from './features/pages/routes.ts'
import { sharingRoutes } from './features/pages/sharing/routes.ts'
import { signatureRoutes } from './features/signatures/routes.ts'
import { mountApiDocs, registerApiDocs } from './http/api-docs.ts'
import type { AnswerAtHand } from './http/at-hand.ts'
import { answerAtHand, serverWith } from './http/at-hand.ts'
import { clientFolder, loadBuiltRenderer, workspaceFolder } from './http/built-renderer.ts'
import { createDevRenderer } from './http/dev-renderer.ts'
import { answerMalformedAddress, mapErrors } from './http/errors.ts'
import { registerLimits } from './http/limits.ts'
import { localeRewriter } from './http/locale.ts'
import { logRequests } from './http/logging.ts'
import { createPages } from './http/pages.ts'
import type { ReplyCache } from './http/reply-cache.ts'
import { mountRunning } from './http/running.ts'
import { registerSecurityHeaders } from './http/security-headers.ts'
import { mountSecurityTxt } from './http/security-txt.ts'
import { mountWorkspacePage } from './http/workspace-page.ts'
import { newId } from './lib/ids.ts'
import type { CountStreams } from './live/count-streams.ts'
import type { Listener } from './live/listener.ts'
import { mailboxRoutes } from './mail/routes.ts'

export type AppParts = {
  streams: CountStreams
  cache: ReplyCache
  listener: Listener
  isStopping(): boolean
  /** Pages come from their sources through Vite, without the strict policy. */
  isDevelopment?: boolean
}

/**
 * Largest request body. The largest valid signature is well below it: names, postcode and comment are
 * 712 characters, each up to 12 bytes on the way (an emoji is `%F0%9F%98%80` in a form and
 * `\ud83d\ude00` in JSON); an e-mail address 254 of up to 9; a proof of work 4,000 of 3 in a form and
 * up to 6 in JSON. With field names that is 24 kB as a form, and 36 kB as JSON.
 */
const bodyLimitBytes = 64 * 1024

/** The HTTP side of the process: every plugin and feature in order. It does not listen. */
export async function buildApp(ctx: Context, parts: AppParts): Promise<FastifyInstance> {
  const { config } = ctx
  const isHttps = config.http.publicUrl.protocol === 'https:'
  let atHand: AnswerAtHand = () => false
  const app = Fastify({
    serverFactory: serverWith((request, response) => atHand(request, response), { request: 15_000, connection: 60_000, keepAlive: 65_000 }),
    loggerInstance: ctx.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => newId(),
    frameworkErrors: answerMalformedAddress,
    bodyLimit: bodyLimitBytes,
    trustProxy: config.http.trustProxy.length > 0 ? [...config.http.trustProxy] : false,
    forceCloseConnections: 'idle',
    rewriteUrl: localeRewriter(config.locales),
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.removeContentTypeParser('text/plain')
  logRequests(app)

  const renderer = parts.isDevelopment ? await createDevRenderer(app) : await loadBuiltRenderer()
  const pages = createPages(config, renderer, parts.cache)
  mapErrors(app, (request, reply, document, slug) => {
    const { title, detail, status, instance } = document
    const page = { slug, title, advice: detail, status, requestId: instance, detail: null }
    return pages.send(request, reply, 'problem', page, { status })
  })
  const limits = await registerLimits(app, ctx)
  // A crowd that reads the same page is answered without doing the work of a request again.
  atHand = answerAtHand({ cache: parts.cache, limits, log: ctx.log, isStopping: parts.isStopping })
  await registerSecurityHeaders(app, {
    isHttps,
    isDevelopment: parts.isDevelopment ?? false,
    style: renderer.assets.style,
    loader: renderer.assets.loader,
  })
  await registerApiDocs(app, config)

  await app.register(async (scope) => {
    mountRunning(scope, ctx, { isStopping: parts.isStopping, limits })
    mountSecurityTxt(scope, ctx)
    campaignRoutes(scope, ctx, { limits })
    legislatorRoutes(scope, ctx, { limits })
    ledgerRoutes(scope, ctx, { limits, cache: parts.cache, streams: parts.streams, listener: parts.listener })
    logRoutes(scope, ctx, { limits })
    signatureRoutes(scope, ctx, { limits })
    letterRoutes(scope, ctx, { limits })
    organizerRoutes(scope, ctx, { limits })
  })
  await app.register(async (scope) => {
    // Forms are taken by pages only; the API takes JSON only.
    scope.removeContentTypeParser('application/json')
    await scope.register(formbody, { bodyLimit: bodyLimitBytes })
    await scope.register(cookie)
    pageRoutes(scope, ctx, { pages, limits })
    sharingRoutes(scope, ctx, { limits, cache: parts.cache })
    if (ctx.mailbox) mailboxRoutes(scope, ctx.mailbox, pages)
    mountApiDocs(scope, pages)
    mountWorkspacePage(scope, config, { renderer, limits })
  })
  if (!parts.isDevelopment) {
    await app.register(fastifyStatic, {
      root: [clientFolder, workspaceFolder],
      wildcard: false,
      preCompressed: true,
      index: false,
      dotfiles: 'ignore',
      setHeaders: (reply, path) => {
        // Names under assets hold a hash of the content, so they never change.
        void reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'public, max-age=86400')
      },
    })
  }
  return app
}
