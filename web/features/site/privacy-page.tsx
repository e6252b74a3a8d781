import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { PageModule } from '../../app/page.ts'
import { Link } from '../../i18n/link.tsx'
import { verbatim } from '../../i18n/verbatim.tsx'
import { KeptLetters } from './kept-letters.tsx'
import { KeptTable } from './kept-table.tsx'

export const page: PageModule<'privacy'> = {
  title: (_data, i18n) => i18n._(msg`Privacy`),
  Page({ data, site }) {
    const { cookieMinutes, services } = data
    const names = services.join(', ')
    const operator = site.operator && verbatim(site.operator)
    const contact = site.contact && verbatim(site.contact)
    return (
      <div className="column stack">
        <h1>
          <Trans>What we keep, and how</Trans>
        </h1>
        <p className="lede">
          <Trans>
            Signing can reveal a political opinion. We keep little, encrypt what we keep, and publish nobody who has not allowed it.
          </Trans>
        </p>
        <p>
          {operator && contact ? (
            <Trans>
              {operator} answers for the data. Write to <a href={`mailto:${site.contact}`}>{contact}</a> with questions, or to have your
              data corrected or deleted.
            </Trans>
          ) : (
            <Trans>This site is being tried out and nobody answers for the data yet. Do not enter real data.</Trans>
          )}
        </p>
        <h2>
          <Trans>What is stored</Trans>
        </h2>
        <KeptTable times={data} />
        <p>
          <Trans>What has run out is deleted within the hour.</Trans>
        </p>
        <h2>
          <Trans>What is public</Trans>
        </h2>
        <p>
          <Trans>
            The count. Behind it is a log with one numbered entry for each confirmed signature. An entry holds the fingerprint of the
            petition’s text and a random-looking value; no name, no address, not even in a coded form, no time and no place.
          </Trans>
        </p>
        <h2>
          <Trans>Who sees it here</Trans>
        </h2>
        <p>
          <Trans>
            Those who run the campaign see signatures without names and addresses. Some of them can open a single one, such as to answer
            somebody who wrote to us; each time is written down where nobody can change it. They can take out lists only of those who asked
            for news, and of the names of those who said that theirs may be shown.
          </Trans>
        </p>
        <p>
          <Trans>
            They can hold or remove a signature that looks made up. The log then says that an entry was voided, and why, and nothing about
            whose it was.
          </Trans>
        </p>
        <h2>
          <Trans>Cookies and others</Trans>
        </h2>
        <p>
          <Trans>
            After you sign, one encrypted cookie remembers your address for {cookieMinutes} minutes, so that you can type the code; only
            that page gets it. There is no other cookie for those who read, sign or write, no tracking, and nothing is loaded from anybody
            else.
          </Trans>
        </p>
        <h2>
          <Trans>Finding who represents you</Trans>
        </h2>
        <p>
          <Trans>
            A postcode that you give to find your representatives is used for that answer alone. It is neither kept nor noted in a log.
          </Trans>
        </p>
        {services.length > 0 && (
          <p>
            <Trans>
              Where our own lists do not know a place, this site asks an outside service, which learns the postcode or address and that we
              asked, but not who you are: {names}.
            </Trans>
          </p>
        )}
        <h2>
          <Trans>Letters</Trans>
        </h2>
        <p>
          <Trans>
            A letter shows its addressee your name, the place that you gave and, by e-mail, your address for the answer. From then on they
            keep it by their own rules. Before you confirm it nobody sees it.
          </Trans>
        </p>
        <p>
          <Trans>
            While a request is tested its letters by e-mail go to the organizers of this site. They also read a letter that has to be looked
            at before it goes. If you ask for it, volunteers print and post your letter, and see it.
          </Trans>
        </p>
        <KeptLetters />
        <p>
          <Trans>The address of a draft’s or letter’s page opens it: whoever has it, or the browser that you used, can read it.</Trans>
        </p>
        <h2>
          <Trans>Your rights</Trans>
        </h2>
        <p>
          <Trans>
            You may see, correct, withdraw and delete what you gave, at any time and without a reason:{' '}
            <Link to="/me">ask for the link to your own page</Link>. Withdrawing does not undo what was lawful before. You may complain to
            your country’s data protection authority.
          </Trans>
        </p>
        <h2>
          <Trans>If you are at risk</Trans>
        </h2>
        <p>
          <Trans>
            A mail that we send can be seen by whoever reads your mailbox, and this site’s address by whoever watches your line. If either
            could harm you or your family, do not sign from that mailbox or line. A mailbox made for this purpose, or one with a throw-away
            address, is accepted.
          </Trans>
        </p>
      </div>
    )
  },
}
