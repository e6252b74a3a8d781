import type { InputHTMLAttributes, ReactNode } from 'react'

type FieldProps = {
  name: string
  label: ReactNode
  hint?: ReactNode
  error?: string | undefined
  children(props: { id: string; name: string; 'aria-describedby'?: string; 'aria-invalid'?: true }): ReactNode
}

/** Label, hint and error around one input, tied together for screen readers. */
export function Field({ name, label, hint, error, children }: FieldProps) {
  const described = [hint ? `${name}-hint` : '', error ? `${name}-error` : ''].filter(Boolean).join(' ')
  return (
    <div className={error ? 'field wrong' : 'field'}>
      <label htmlFor={name}>{label}</label>
      {hint && (
        <span className="hint" id={`${name}-hint`}>
          {hint}
        </span>
      )}
      {error && (
        <span className="field-error" id={`${name}-error`}>
          {error}
        </span>
      )}
      {children({
        id: name,
        name,
        ...(described ? { 'aria-describedby': described } : {}),
        ...(error ? { 'aria-invalid': true as const } : {}),
      })}
    </div>
  )
}

/** One line of text with its label. */
export function TextField(props: Omit<FieldProps, 'children'> & { input?: InputHTMLAttributes<HTMLInputElement> }) {
  const { input, ...field } = props
  return <Field {...field}>{(tied) => <input className="input" type="text" {...input} {...tied} />}</Field>
}

/** A box to tick, unticked unless the reader ticked it before. */
export function Tick({
  name,
  id = name,
  label,
  hint,
  error,
  isTicked,
  isRequired,
}: {
  name: string
  /** Where several fields of a page have the same name. */
  id?: string
  label: ReactNode
  hint?: ReactNode
  error?: string | undefined
  isTicked: boolean
  isRequired?: boolean
}) {
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  return (
    <div className={error ? 'field wrong' : 'field'}>
      <div className="tick">
        <input
          type="checkbox"
          id={id}
          name={name}
          value="yes"
          defaultChecked={isTicked}
          required={isRequired ?? false}
          {...(described ? { 'aria-describedby': described } : {})}
          {...(error ? { 'aria-invalid': true } : {})}
        />
        <label htmlFor={id}>{label}</label>
      </div>
      {hint && (
        <span className="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {error && (
        <span className="field-error" id={`${id}-error`}>
          {error}
        </span>
      )}
    </div>
  )
}
