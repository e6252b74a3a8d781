import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Lookup, LookupNotice } from '#contract/legislators.ts'

/** What the answer has to say of the place, in the reader's language; what is said of one person stands beside them. */
export function LookupNotices({ lookup, country }: { lookup: Lookup; country: string }) {
  const said = new Map<string, ReactNode>()
  for (const notice of lookup.notices) {
    const sentence = sentenceOf(notice, lookup, country)
    if (sentence) said.set(notice.code, sentence)
  }
  return [...said].map(([code, sentence]) => (
    <p key={code} className="note warning">
      {sentence}
    </p>
  ))
}

function sentenceOf({ code }: LookupNotice, lookup: Lookup, country: string): ReactNode {
  const vacant = lookup.vacant.map(({ division }) => lookup.divisions.find(({ key }) => key === division)?.name ?? division).join(', ')
  const old = lookup.chambers.map(({ name, updatedOn }) => `${name} (${updatedOn})`).join(', ')
  switch (code) {
    case 'no-list':
      return <Trans>This site has no list of the legislators of {country} yet.</Trans>
    case 'postcode-needed':
      return <Trans>Give your postcode too, to find who represents you in {country}.</Trans>
    case 'postcode-unknown':
      return (
        <Trans>
          We do not know this postcode. Check it. Post office boxes and single large addresses often lie in no list: use the postcode of the
          street where you live.
        </Trans>
      )
    case 'postcode-ended':
      return (
        <Trans>The post office has ended this postcode. These are the divisions in which it lay: check that you still live there.</Trans>
      )
    case 'postcode-outside':
      return <Trans>This postcode lies in no division, as those of the Channel Islands and the Isle of Man do.</Trans>
    case 'several-divisions':
      return <Trans>This postcode lies in several divisions. Choose the one that you live in.</Trans>
    case 'seat-vacant':
      return <Trans>Nobody holds a seat of {vacant} at present.</Trans>
    case 'list-old':
      return <Trans>A list is months old: check the names on the parliament’s own pages before you write. {old}</Trans>
    case 'term-over':
      return null
  }
}
