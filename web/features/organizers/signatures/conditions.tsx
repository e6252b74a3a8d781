import type { FormEvent } from 'react'
import { Field, TextField } from '../../../ui/fields.tsx'
import { providerName } from '../words.ts'

const states = [
  ['counted', 'Counted'],
  ['waiting', 'Not counted yet'],
  ['held', 'Held'],
] as const
const flags = [
  ['', 'Any'],
  ['disposable-address', 'Throw-away address'],
  ['trap-field', 'Filled in the trap'],
  ['no-form-age', 'Without the form'],
] as const
const providers = ['', 'gmail', 'outlook', 'yahoo', 'icloud', 'proton', 'gmx', 'webde', 'mailru', 'qq', 'other']

/** What the signatures that are shown have in common. */
export function Conditions({ given, onChoose }: { given: Record<string, string>; onChoose(chosen: Record<string, string>): void }) {
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const entries = Object.entries(Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>)
    const chosen = Object.fromEntries(entries.filter(([, value]) => value !== ''))
    if (chosen['country']) chosen['country'] = chosen['country'].toUpperCase()
    onChoose(chosen)
  }
  return (
    <details open={Object.keys(given).length > 0}>
      <summary>Choose which ones</summary>
      <form key={JSON.stringify(given)} onSubmit={onSubmit} className="filter">
        <Choice name="state" label="State" options={states} value={given['state'] ?? 'counted'} />
        <TextField
          name="country"
          label="Country"
          hint="Two letters, such as GB"
          input={{ defaultValue: given['country'] ?? '', maxLength: 2, autoComplete: 'off' }}
        />
        <TextField name="source" label="Source" input={{ defaultValue: given['source'] ?? '', maxLength: 40, autoComplete: 'off' }} />
        <Choice
          name="provider"
          label="Mail service"
          options={providers.map((name) => [name, name === '' ? 'Any' : providerName(name)] as const)}
          value={given['provider'] ?? ''}
        />
        <Choice name="flag" label="Mark" options={flags} value={given['flag'] ?? ''} />
        <p className="row-acts">
          <button type="submit" className="button">
            Show
          </button>
          <button type="button" className="button second" onClick={() => onChoose({})}>
            All
          </button>
        </p>
      </form>
    </details>
  )
}

function Choice({
  name,
  label,
  options,
  value,
}: {
  name: string
  label: string
  options: readonly (readonly [string, string])[]
  value: string
}) {
  return (
    <Field name={name} label={label}>
      {(tied) => (
        <select className="input" defaultValue={value} {...tied}>
          {options.map(([option, words]) => (
            <option key={option} value={option}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
