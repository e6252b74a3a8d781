import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { letterChannels } from '#contract/letters.ts'
import type { PageData } from '#contract/pages.ts'
import { problems } from '#contract/problem.ts'
import type { Context } from '../../../context.ts'
import { problemOf } from '../../../http/errors.ts'
import { hrefFor } from '../../../http/locale.ts'
import { eraseLetter, keepText, letVolunteersPost, recallLetter, reportAnswer, reportSent, writeAnew } from '../../letters/change-letter.ts'
import { confirmLetter, readConfirmable } from '../../letters/confirm-letter.ts'
import { isLive } from '../../letters/queries.ts'
import { getLetterPage, mintLetterToken, readOwnLetter } from '../../letters/read-letter.ts'
import { refuseForm } from '../refuse-form.ts'
import type { Parts } from '../routes.ts'
import type { PostedForm } from '../sign-form.ts'
import { fieldOf } from '../sign-form.ts'

type WithToken = { Params: { token: string }; Querystring: { done?: string } }

const hidden = { schema: { hide: true } }
const notValid = problems['letter-link-not-valid'].status

/** Pages behind the mailed links of a letter: the one that confirms, and its own. None is stored by a cache. */
export function ownLetterPages(app: FastifyInstance, ctx: Context, parts: Parts): void {
  confirmPages(app, ctx, parts)

  const { pages, limits } = parts
  app.get<WithToken>('/letters/:token', { ...hidden, onRequest: limits.read }, async (request, reply) => {
    const { done } = request.query
    try {
      const letter = await getLetterPage(ctx, request.params.token)
      const said = done === 'kept' || done === 'answered' || done === 'changed' ? done : null
      return await pages.send(request, reply, 'letter', { letter, done: said })
    } catch (error) {
      if (problemOf(error).slug !== 'letter-link-not-valid') throw error
      return pages.send(request, reply, 'letter', { letter: null, done: null }, { status: notValid })
    }
  })

  app.post<WithToken>('/letters/:token', { ...hidden, onRequest: limits.link }, async (request, reply) => {
    const { token } = request.params
    const form = (request.body ?? {}) as PostedForm
    const back = (done: NonNullable<PageData['letter']['done']>) => reply.redirect(hrefFor(request, `/letters/${token}?done=${done}`), 303)
    const [action, channel = ''] = fieldOf(form, 'action').split(' ')
    switch (action) {
      case 'recall':
        await recallLetter(ctx, token)
        return back('changed')
      case 'sent':
        await reportSent(ctx, token, { channel: letterChannels.find((one) => one === channel) ?? 'print' })
        return back('changed')
      case 'post-for-me':
        await letVolunteersPost(ctx, token)
        return back('changed')
      case 'not-sent':
        await reportSent(ctx, token, 'not-sent')
        return back('changed')
      case 'answer':
        await reportAnswer(ctx, token, answerOf(form))
        return back('answered')
      case 'keep':
        await keepText(ctx, token, fieldOf(form, 'keep') === 'yes')
        return back('kept')
      case 'erase': {
        const { askId } = await readOwnLetter(ctx, token)
        await eraseLetter(ctx, token)
        return reply.redirect(hrefFor(request, `/write/${askId}`), 303)
      }
      case 'anew': {
        const { askId } = await readOwnLetter(ctx, token)
        return reply.redirect(hrefFor(request, `/write/${askId}/letter/${await writeAnew(ctx, token)}`), 303)
      }
    }
    return reply.redirect(hrefFor(request, `/letters/${token}`), 303)
  })
}

function confirmPages(app: FastifyInstance, ctx: Context, { pages, limits }: Parts): void {
  app.get<WithToken>('/letters/confirm/:token', { ...hidden, onRequest: limits.read }, async (request, reply) => {
    try {
      const { letter } = await readConfirmable(ctx, request.params.token)
      if (letter.state !== 'draft') return await reply.redirect(hrefFor(request, `/letters/${mintLetterToken(ctx, letter.id)}`), 303)
      return await showConfirm(request, reply, null, 200)
    } catch (error) {
      return refuse(request, reply, error)
    }
  })

  app.post<WithToken>('/letters/confirm/:token', { ...hidden, onRequest: limits.link }, async (request, reply) => {
    try {
      const { id } = await confirmLetter(ctx, request.params.token)
      return await reply.redirect(hrefFor(request, `/letters/${mintLetterToken(ctx, id)}`), 303)
    } catch (error) {
      return refuse(request, reply, error)
    }
  })

  async function showConfirm(request: FastifyRequest, reply: FastifyReply, problem: PageData['letter-confirm']['problem'], status: number) {
    const { token } = request.params as { token: string }
    const { letter, packet } = await readConfirmable(ctx, token)
    const isTest = !(await isLive(ctx.db, letter.campaignId, letter.askId))
    return pages.send(request, reply, 'letter-confirm', { letter: packet.document, isTest, problem }, { status })
  }

  async function refuse(request: FastifyRequest, reply: FastifyReply, error: unknown) {
    const { slug } = problemOf(error)
    if (slug === 'letter-link-not-valid') {
      return pages.send(request, reply, 'letter-confirm', { letter: null, isTest: false, problem: null }, { status: notValid })
    }
    const { state, status } = refuseForm(error, reply, {}, ['not-found'])
    return showConfirm(request, reply, state.problem, status)
  }
}

function answerOf(form: PostedForm): 'yes' | 'automatic' | 'no' {
  const answer = fieldOf(form, 'answer')
  return answer === 'yes' || answer === 'automatic' ? answer : 'no'
}
