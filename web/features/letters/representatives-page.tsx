import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import type { Lookup } from '#contract/legislators.ts'
import type { PageData } from '#contract/pages.ts'
import type { PageModule } from '../../app/page.ts'
import { useCampaignLang } from '../../i18n/campaign-language.ts'
import { Link, useHref } from '../../i18n/link.tsx'
import { verbatim } from '../../i18n/verbatim.tsx'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { Field, TextField } from '../../ui/fields.tsx'
import { useInputFaults } from '../../ui/use-input-faults.ts'
import { LookupNotices } from './lookup-notices.tsx'
import { Representative } from './representative.tsx'
import { WriteButton } from './write-button.tsx'

type Data = PageData['representatives']

export const page: PageModule<'representatives'> = {
  title: ({ form }, i18n) =>
    form.errors.length > 0 || form.problem ? i18n._(msg`Error: Who represents you`) : i18n._(msg`Who represents you`),
  Page({ data }) {
    const { ask, lookup } = data
    const lang = useCampaignLang()
    return (
      <div className="column stack">
        <p className="kicker">
          <Link to={`/write/${ask.id}`} lang={lang}>
            {ask.title}
          </Link>
        </p>
        <h1>
          <Trans>Who represents you</Trans>
        </h1>
        {lookup ? <Answer data={data} lookup={lookup} /> : <Place data={data} />}
      </div>
    )
  },
}

function Place({ data }: { data: Data }) {
  const { t } = useLingui()
  const href = useHref()
  const sentenceOf = useInputFaults()
  const { ask, countries, form } = data
  const errorOf = (name: string) => {
    const error = form.errors.find(({ pointer }) => pointer === `/${name}`)
    return error && sentenceOf(error)
  }
  return (
    <>
      <ErrorSummary form={form} sentenceOf={sentenceOf} />
      <p>
        <Trans>Say where you live. What you type is used for this answer only: it is neither kept nor put into an address.</Trans>
      </p>
      <form className="fields" method="post" action={href(`/write/${ask.id}/representatives`)} noValidate>
        <Field name="country" label={<Trans>Country where you live</Trans>} error={errorOf('country')}>
          {(tied) => (
            <select className="input" autoComplete="country" defaultValue={form.values['country'] ?? ''} required {...tied}>
              <option value="">{t`Choose your country`}</option>
              {countries.map(({ code, name }) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <TextField
          name="postcode"
          label={<Trans>Postcode</Trans>}
          hint={<Trans>As it stands on an envelope. For the European Parliament the country is enough.</Trans>}
          error={errorOf('postcode')}
          input={{ autoComplete: 'postal-code', defaultValue: form.values['postcode'] ?? '', maxLength: 20, spellCheck: false, size: 12 }}
        />
        <button className="button" type="submit">
          <Trans>Show who represents me</Trans>
        </button>
      </form>
    </>
  )
}

function Answer({ data, lookup }: { data: Data; lookup: Lookup }) {
  const { ask, form } = data
  const { country = '', postcode = '' } = form.values
  const name = data.countries.find(({ code }) => code === country)?.name ?? country
  const bodies = verbatim(ask.targets.map(({ body }) => body).join('; '))
  return (
    <>
      <p className="quiet">
        {postcode === '' ? name : `${name}, ${postcode}`} ·{' '}
        <Link to={`/write/${ask.id}/representatives`}>
          <Trans>Another place</Trans>
        </Link>
      </p>
      {data.isElsewhere ? (
        <p className="note warning" role="status">
          <Trans>
            This letter goes to members of <span lang="en">{bodies}</span>. Our lists have none of them for this place.
          </Trans>
        </p>
      ) : (
        <LookupNotices lookup={lookup} country={name} />
      )}
      {lookup.needsChoice && <Choice data={data} lookup={lookup} />}
      {lookup.chambers.map((chamber) => (
        <Chamber key={chamber.key} chamber={chamber} lookup={lookup} data={data} />
      ))}
      {lookup.legislators.length === 0 && ask.finders.length > 0 && (
        <>
          <h2>
            <Trans>The parliament’s own pages</Trans>
          </h2>
          <ul lang="en">
            {ask.finders.map(({ name: finder, url }) => (
              <li key={url}>
                <a href={url} rel="noreferrer external">
                  {finder}
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}

/** Posted again with the division, since only the person knows in which part of the postcode they live. */
function Choice({ data, lookup }: { data: Data; lookup: Lookup }) {
  const href = useHref()
  const { country = '', postcode = '' } = data.form.values
  const chamberOf = (key: string) => lookup.divisions.filter(({ chamber }) => chamber === key)
  const chamber = lookup.chambers.find(({ key }) => chamberOf(key).length > 1)
  const choices = chamber ? chamberOf(chamber.key) : lookup.divisions
  return (
    <form className="fields note" method="post" action={href(`/write/${data.ask.id}/representatives`)}>
      <input type="hidden" name="country" value={country} />
      <input type="hidden" name="postcode" value={postcode} />
      <Field name="division" label={<Trans>Where do you live?</Trans>}>
        {(tied) => (
          <select className="input" required {...tied}>
            {choices.map(({ key, name }) => (
              <option key={key} value={key}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <button className="button" type="submit">
        <Trans>Choose</Trans>
      </button>
    </form>
  )
}

function Chamber({ chamber, lookup, data }: { chamber: Lookup['chambers'][number]; lookup: Lookup; data: Data }) {
  const people = lookup.legislators.filter((one) => one.chamber === chamber.key)
  const divisions = lookup.divisions.filter((one) => one.chamber === chamber.key)
  if (divisions.length === 0) return null
  return (
    <section className="stack" aria-labelledby={`chamber-${chamber.key}`}>
      <h2 id={`chamber-${chamber.key}`} lang="en">
        {chamber.name === chamber.legislature ? chamber.name : `${chamber.name}, ${chamber.legislature}`}
      </h2>
      <p className="quiet">{divisions.map(({ name }) => name).join(' · ')}</p>
      <ul className="plain-list">
        {people.map((person) => (
          <Representative key={person.seat} person={person} division={divisions.length > 1 ? nameOf(divisions, person.division) : null}>
            <WriteButton ask={data.ask.id} recipient={`seat:${person.seat}`} name={person.name} values={data.form.values} />
          </Representative>
        ))}
      </ul>
    </section>
  )
}

function nameOf(divisions: Lookup['divisions'], key: string): string | null {
  return divisions.find((division) => division.key === key)?.name ?? null
}
