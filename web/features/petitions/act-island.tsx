import { Trans } from '@lingui/react/macro'
import type { ActData } from '#contract/pages.ts'
import { Link } from '../../i18n/link.tsx'
import { SignForm } from '../signing/sign-form.tsx'
import { ClosedNote } from './closed-note.tsx'
import { CountFigure } from './count-figure.tsx'

/** What can be done on the page of a petition: see the count, live, and sign. The part of its page that a browser hydrates. */
export function Island({ data }: { data: ActData }) {
  const { petition, count, isOpen } = data
  return (
    <>
      <CountFigure slug={petition.slug} first={count} goals={petition.goals} openedAt={petition.openedAt} />
      <p className="quiet">
        <Link to={`/petitions/${petition.slug}/figures`}>
          <Trans>The count over time and by country</Trans>
        </Link>
      </p>
      {isOpen ? <SignForm data={data} /> : <ClosedNote data={data} />}
    </>
  )
}
