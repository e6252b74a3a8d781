import { Trans, useLingui } from '@lingui/react/macro'
import type { RefObject } from 'react'
import { formatDay } from '../../../i18n/format.ts'
import { Link, useHref } from '../../../i18n/link.tsx'
import { ErrorSummary } from '../../../ui/error-summary.tsx'
import { Field, TextField, Tick } from '../../../ui/fields.tsx'
import { useInputFaults } from '../../../ui/use-input-faults.ts'
import type { DraftData } from './draft-island.tsx'
import { PointList } from './point-list.tsx'

/**
 * The form of a letter: own words first, then points, then who writes. It posts to its own page, so it
 * works the same with and without script. `maxLength` is twice the contract's, as in the form that signs.
 */
export function DraftForm({ data, formElement }: { data: DraftData; formElement: RefObject<HTMLFormElement | null> }) {
  const { i18n } = useLingui()
  const href = useHref()
  const sentenceOf = useInputFaults()
  const { form, ask, recipient, place, consent, isTest } = data
  const value = (name: string) => form.values[name] ?? ''
  const errorOf = (name: string) => {
    const error = form.errors.find(({ pointer }) => pointer === `/${name}`)
    return error && sentenceOf(error)
  }
  const optional = (
    <span className="optional">
      <Trans>(optional)</Trans>
    </span>
  )
  const keptUntil = formatDay(i18n.locale, data.keptUntil)
  return (
    <form ref={formElement} className="fields" method="post" action={href(`${data.path}#errors`)} noValidate>
      <ErrorSummary form={form} sentenceOf={sentenceOf} />
      <input type="hidden" name="country" value={place.country} />
      <input type="hidden" name="postcode" value={place.postcode} />
      <h2>
        <Trans>1. Your own words</Trans>
      </h2>
      <Field
        name="own"
        label={<Trans>Why you write</Trans>}
        hint={
          <Trans>
            Begin with why it matters to you. Say what ties you to the place: where you live or work, whom you know. Then say what you ask
            for. Five sentences of your own count for more than a page of ours. Name nobody in China.
          </Trans>
        }
        error={errorOf('own')}
      >
        {(tied) => <textarea className="input" rows={10} maxLength={12_000} dir="auto" defaultValue={value('own')} {...tied} />}
      </Field>
      <TextField
        name="subject"
        label={
          <>
            <Trans>Subject</Trans> {optional}
          </>
        }
        hint={<Trans>Left empty, it is: {ask.title}</Trans>}
        error={errorOf('subject')}
        input={{ defaultValue: value('subject'), maxLength: 300, dir: 'auto' }}
      />
      <PointList data={data} error={errorOf('points')} />
      <h2>
        <Trans>3. The request</Trans>
      </h2>
      <p className="note" lang={data.language}>
        {ask.letterRequestLine}
      </p>
      <p className="quiet">
        <Trans>Each letter has this one request, at its end.</Trans>
      </p>
      <h2>
        <Trans>4. Who writes</Trans>
      </h2>
      <TextField
        name="givenName"
        label={<Trans>First name</Trans>}
        error={errorOf('givenName')}
        input={{ autoComplete: 'given-name', defaultValue: value('givenName'), required: true, maxLength: 200 }}
      />
      <TextField
        name="familyName"
        label={
          <>
            <Trans>Family name</Trans> {optional}
          </>
        }
        error={errorOf('familyName')}
        input={{ autoComplete: 'family-name', defaultValue: value('familyName'), maxLength: 200 }}
      />
      {recipient.isInCongress && (
        <>
          <TextField
            name="prefix"
            label={
              <>
                <Trans>Form of address</Trans> {optional}
              </>
            }
            hint={<Trans>Mr., Ms., Dr.: forms of Congress ask for it.</Trans>}
            error={errorOf('prefix')}
            input={{ autoComplete: 'honorific-prefix', defaultValue: value('prefix'), maxLength: 40, size: 8 }}
          />
          <TextField
            name="street"
            label={
              <>
                <Trans>Street and number</Trans> {optional}
              </>
            }
            hint={<Trans>Offices in Congress put letters without one aside.</Trans>}
            error={errorOf('street')}
            input={{ autoComplete: 'address-line1', defaultValue: value('street'), maxLength: 200 }}
          />
        </>
      )}
      <TextField
        name="town"
        label={
          <>
            <Trans>Town</Trans> {optional}
          </>
        }
        hint={
          recipient.isLegislator ? (
            <Trans>It shows that you are from there. Your postcode stands beside it in the letter.</Trans>
          ) : undefined
        }
        error={errorOf('town')}
        input={{ autoComplete: 'address-level2', defaultValue: value('town'), maxLength: 200 }}
      />
      <TextField
        name="email"
        label={<Trans>E-mail address</Trans>}
        hint={
          recipient.sendsMail ? (
            <Trans>We mail you the whole letter to confirm it. The office sees this address and answers to it.</Trans>
          ) : (
            <Trans>We mail you the whole letter to confirm it. It stands in no letter on paper.</Trans>
          )
        }
        error={errorOf('email')}
        input={{
          type: 'email',
          inputMode: 'email',
          autoComplete: 'email',
          autoCapitalize: 'none',
          spellCheck: false,
          defaultValue: value('email'),
          maxLength: 254,
          required: true,
        }}
      />
      <Tick name="consent" label={consent.letter} error={errorOf('consent')} isTicked={value('consent') === 'yes'} isRequired />
      <Tick name="age" label={consent.age} error={errorOf('age')} isTicked={value('age') === 'yes'} isRequired />
      <p className="note warning" id="safety">
        <Trans>
          A letter carries your name to an office, where others may read it. If you have family, work or travel ties to China, think about
          that first.
        </Trans>
      </p>
      {isTest && <TestNote />}
      <p className="buttons">
        <button className="button second" type="submit" name="action" value="preview">
          <Trans>Show my letter</Trans>
        </button>{' '}
        <button className="button" type="submit" name="action" value="send">
          <Trans>Mail it to me to confirm</Trans>
        </button>
      </p>
      <p className="quiet">
        <Trans>
          Nothing goes to the office before you have read the whole letter once more and pressed the button in it.{' '}
          <Link to="/privacy">What we keep, and how</Link>
        </Trans>
      </p>
      <details>
        <summary>
          <Trans>Go on later, or delete this draft</Trans>
        </summary>
        <p className="quiet">
          <Trans>
            The draft is kept here, encrypted, until {keptUntil}. The address of this page opens it, so keep it to yourself. We can mail you
            the link.
          </Trans>
        </p>
        <p className="buttons">
          <button className="button second" type="submit" name="action" value="mail">
            <Trans>Mail me the link</Trans>
          </button>{' '}
          <button className="button danger" type="submit" name="action" value="delete">
            <Trans>Delete this draft</Trans>
          </button>
        </p>
      </details>
    </form>
  )
}

/** Said before anything is typed for nothing, and again wherever a letter is confirmed. */
export function TestNote() {
  return (
    <p className="note warning">
      <Trans>
        This request is still being tested. Letters by e-mail go to the organizers of this site, and not to their addressee, until the
        organizers open it.
      </Trans>
    </p>
  )
}
