import type { I18n, MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { ProblemSlug } from '#contract/problem.ts'

/** The words of `contract/problem.ts` once more, as messages: what it says in English is said in every language. A test holds both together. */
const words: Record<ProblemSlug, { title: MessageDescriptor; advice: MessageDescriptor }> = {
  'malformed-body': {
    title: msg`The request could not be read`,
    advice: msg`Send one JSON document in UTF-8, with the fields that /api/docs names.`,
  },
  'invalid-input': {
    title: msg`Some of what was sent needs correcting`,
    advice: msg`The list of errors names each field and its fix. Nothing was stored.`,
  },
  'unsupported-media-type': {
    title: msg`This kind of content is not taken here`,
    advice: msg`Send application/json to addresses under /api, and forms to the address of their own page.`,
  },
  'body-too-large': {
    title: msg`The request is too large`,
    advice: msg`Nothing that this site asks for needs more than 64 kB. Go back to what you typed, shorten it and send it again.`,
  },
  'not-found': {
    title: msg`There is nothing at this address`,
    advice: msg`Check the address, or start from the home page.`,
  },
  'petition-not-found': {
    title: msg`There is no petition at this address`,
    advice: msg`The list of petitions shows all that there are.`,
  },
  'not-in-log': {
    title: msg`The log does not hold this`,
    advice: msg`Ask for entries and tiles below the size of the checkpoint, and for full tiles only where they are full.`,
  },
  'petition-closed': {
    title: msg`This petition is closed`,
    advice: msg`It no longer takes signatures, and nothing was stored. Its text and its count stay where they are.`,
  },
  'link-not-valid': {
    title: msg`This link is not valid, or no longer`,
    advice: msg`Links that confirm work for 30 days: sign the petition again with the same address and a new mail will come. Links to your own page work for a day: ask for a new one at /me.`,
  },
  'letter-link-not-valid': {
    title: msg`This link to a letter is not valid, or no longer`,
    advice: msg`Drafts, and letters that are not confirmed, are kept for 30 days. If you changed a letter after it was mailed to you, use the link of the newest mail. You can write it again from the page of the request.`,
  },
  'letter-already-written': {
    title: msg`You have written to them about this already`,
    advice: msg`One letter for each person, request and addressee is sent. Yours is kept as it was; you can write to somebody else, or about another request.`,
  },
  'letter-not-printable': {
    title: msg`This letter cannot be made into a PDF here`,
    advice: msg`It has letters that our fonts do not have. Open its page and print it with your browser: that shows them all.`,
  },
  'letter-not-open': {
    title: msg`This letter can be changed no more`,
    advice: msg`It has gone on since you opened the page. Load its page again to see where it is.`,
  },
  'code-wrong': {
    title: msg`This code does not fit this address, or was tried too often`,
    advice: msg`Check the address, and copy the six digits from the newest of our mails. After five wrong codes a new mail is needed: sign again after ten minutes. The link in the mail works all the same.`,
  },
  'proof-required': {
    title: msg`Please let your browser show that it is not a program`,
    advice: msg`Very many signatures are coming from your network. Pages with script do this by themselves; without script, wait a minute and try again. Programs solve the challenge in this answer and send the same again with the solution as altcha.`,
  },
  'sign-in-needed': {
    title: msg`Please sign in`,
    advice: msg`Your session has ended, or there was none. Nothing was changed. Sign in, and do it again.`,
  },
  'sign-in-failed': {
    title: msg`This did not sign you in`,
    advice: msg`Something of address, password and code does not fit, or there were too many tries. Check all three, wait a quarter of an hour, or use a passkey. An owner of your campaign can invite you anew.`,
  },
  'proof-of-person-needed': {
    title: msg`Please prove again who you are`,
    advice: msg`What you want to do needs a proof no older than ten minutes. Use your passkey, or password and code, and do it again.`,
  },
  'not-allowed': {
    title: msg`Your role does not allow this`,
    advice: msg`Nothing was changed. Ask an owner of the campaign, who can do it or give you another role.`,
  },
  'foreign-origin': {
    title: msg`This came from another site`,
    advice: msg`Nothing was changed. Open the workspace at the address of this site and do it there.`,
  },
  'invitation-not-valid': {
    title: msg`This invitation is not valid, or no longer`,
    advice: msg`An invitation works once, for seven days. Ask an owner of the campaign for another one.`,
  },
  'figures-moved': {
    title: msg`The figures have moved`,
    advice: msg`Others sign, and work here, while you look. Look at the new figure, and decide again. Nothing was changed.`,
  },
  'last-way-in': {
    title: msg`This is the last one`,
    advice: msg`A campaign keeps at least one owner, and an organizer at least one way to sign in. Add another first. Nothing was changed.`,
  },
  'too-many-requests': {
    title: msg`Too many requests from your network`,
    advice: msg`Nothing was lost. Wait as long as the Retry-After header says and try again.`,
  },
  'too-many-streams': {
    title: msg`Too many live connections`,
    advice: msg`Ask for the count instead: it is the same number.`,
  },
  busy: {
    title: msg`The site is busy`,
    advice: msg`What you sent may not have been stored. Wait as long as the Retry-After header says and send it again: that is safe, nothing is counted twice.`,
  },
  'not-ready': {
    title: msg`The site is not ready`,
    advice: msg`It is starting or has lost its database. Try again in a moment.`,
  },
  internal: {
    title: msg`Something went wrong on our side`,
    advice: msg`Nothing was lost that we had acknowledged. Try again; if it stays, tell the operator the number of the request.`,
  },
}

/** Title and advice of a problem in a language. */
export function problemWords(i18n: I18n, slug: ProblemSlug): { title: string; advice: string } {
  const { title, advice } = words[slug]
  return { title: i18n._(title), advice: i18n._(advice) }
}
