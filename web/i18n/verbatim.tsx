import type { JSX } from 'react'

/**
 * Text from data, for use as a value inside `<Trans>`. A plain string there would be searched for
 * tags, so that a title with `<` in it came out wrong.
 */
export function verbatim(text: string): JSX.Element {
  return <>{text}</>
}
