import { useLingui } from '@lingui/react/macro'
import type { LetterPage, LetterState } from '#contract/letters.ts'

/** States as the list of what happened names them. */
export function useStateNames(): Record<LetterState, string> {
  const { t } = useLingui()
  return {
    draft: t`Written`,
    confirmed: t`Confirmed by you, or given back to you`,
    held: t`Waiting for somebody of this site to look at it`,
    refused: t`Not let go by somebody of this site`,
    queued: t`In the queue of its office`,
    sending: t`Being sent`,
    sent: t`Taken by the mail server`,
    'delivered-to-server': t`Taken by the office’s own mail server`,
    bounced: t`Came back`,
    failed: t`Not taken`,
    'sent-by-writer': t`Sent by you`,
    cancelled: t`Taken back by you`,
  }
}

/** Where a letter is, and what comes next, for its writer. */
export function useStateWords(own: LetterPage): { title: string; next: string } {
  const { t } = useLingui()
  const whyWords = useWhyWords()
  const { state, channel, isTest } = own
  const why = own.events.findLast((event) => event.state === 'confirmed')?.why ?? null
  if (state === 'confirmed' && why !== null) {
    return {
      title: t`Your letter needs another way`,
      next: whyWords[why] ?? t`It could not go by e-mail. You can send it yourself, as said below.`,
    }
  }
  if (state === 'sent' && isTest) {
    return {
      title: t`Your letter went to the organizers, as a test`,
      next: t`This request is still being tested, so the letter was not sent to its addressee. When the request is open you can write it again.`,
    }
  }
  const words: Record<LetterState, { title: string; next: string }> = {
    draft: { title: t`Not confirmed yet`, next: t`Open the link in our mail to confirm it.` },
    confirmed:
      channel === 'web-form'
        ? {
            title: t`Confirmed: now send it with their form`,
            next: t`This office takes letters through its own form. It takes two minutes, as said below.`,
          }
        : {
            title: t`Confirmed: now send it on paper`,
            next: t`No e-mail address or form of this office is known. A letter on paper is read more than either: print it, sign it, post it.`,
          },
    held: {
      title: t`Your letter waits`,
      next: t`Something in it has to be looked at by a person first: this happens with several web addresses, hard words, hidden characters or many letters in a day. You need do nothing.`,
    },
    refused: { title: t`Your letter was not let go`, next: t`You can change it and hand it in again, or print it and send it yourself.` },
    queued:
      channel === 'print'
        ? {
            title: t`Your letter waits for volunteers`,
            next: t`They print it and post it. We tell you when it is posted. Until then you can take it back.`,
          }
        : {
            title: t`Your letter is on its way`,
            next: t`It goes out in the office’s working hours, not together with others. We tell you when it has gone. Until then you can take it back.`,
          },
    sending: { title: t`Your letter is being sent`, next: t`We tell you when the mail server has taken it.` },
    sent:
      channel === 'print'
        ? {
            title: t`Your letter has been posted`,
            next: t`Volunteers printed it and posted it. We ask in two weeks whether there was an answer.`,
          }
        : {
            title: t`Your letter has been sent`,
            next: t`The mail server took it and passes it on. If it comes back we tell you. Answers go to your own address.`,
          },
    'delivered-to-server': {
      title: t`Your letter has arrived`,
      next: t`The office’s own mail server has confirmed it. Answers go to your own address.`,
    },
    bounced: {
      title: t`Your letter came back`,
      next: t`The office’s mail server did not take it. You can send it another way, as said below.`,
    },
    failed: { title: t`Your letter could not be sent`, next: t`No mail server took it. You can send it another way, as said below.` },
    'sent-by-writer': { title: t`You have sent it yourself`, next: t`Thank you. We ask in two weeks whether there was an answer.` },
    cancelled: { title: t`You took this letter back`, next: t`It went nowhere. You can write again.` },
  }
  return words[state]
}

/** Why a letter was given back to its writer. */
function useWhyWords(): Record<string, string> {
  const { t } = useLingui()
  return {
    refused: t`The office’s mail server refuses our mail at the address that its parliament publishes. You can send the letter yourself, as said below.`,
    bounced: t`Mail to the address that its parliament publishes comes back. You can send the letter yourself, as said below.`,
    'holder-changed': t`Somebody else holds the seat by now, so the letter was not sent to a stranger. Change it and write to the new holder, or send it yourself.`,
    'no-address': t`No e-mail address of the office is known any more. You can send the letter yourself, as said below.`,
    'not-taken': t`For three days no mail server took it. You can send the letter yourself, as said below.`,
  }
}
