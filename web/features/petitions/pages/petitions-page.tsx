import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { PageModule } from '../../../app/page.ts'
import { Link } from '../../../i18n/link.tsx'
import { PetitionList } from './petition-list.tsx'

export const page: PageModule<'petitions'> = {
  title: (_data, i18n) => i18n._(msg`Petitions`),
  Page({ data }) {
    return (
      <div className="column stack">
        <h1>
          <Trans>Petitions</Trans>
        </h1>
        <PetitionList petitions={data.petitions} heading="h2" />
        {data.nextCursor && (
          <p>
            <Link to={`/petitions?cursor=${data.nextCursor}`} rel="next">
              <Trans>Older petitions</Trans>
            </Link>
          </p>
        )}
      </div>
    )
  },
}
