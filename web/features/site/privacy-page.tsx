import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { PageModule } from '../../app/page.ts'
import { verbatim } from '../../i18n/verbatim.tsx'
import { Scroll } from '../../ui/scroll.tsx'

export const page: PageModule<'privacy'> = {
  title: (_data, i18n) => i18n._(msg`Privacy`),
  Page({ data, site }) {
    const { unconfirmedDays, slotDays } = data
    const operator = site.operator && verbatim(site.operator)
    const contact = site.contact && verbatim(site.contact)
    return (
      <div className="column stack">
        <h1>
          <Trans>What we keep, and how</Trans>
        </h1>
        <p className="lede">
          <Trans>Signing can reveal a political opinion. We keep little, encrypt what we keep, and show nobody who signed.</Trans>
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
        <Scroll>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">
                  <Trans>What</Trans>
                </th>
                <th scope="col">
                  <Trans>How</Trans>
                </th>
                <th scope="col">
                  <Trans>How long</Trans>
                </th>
              </tr>
            </thead>
            <tbody>
              <tr>
                <td>
                  <Trans>E-mail address</Trans>
                </td>
                <td>
                  <Trans>
                    Encrypted. To find duplicates, also as a keyed fingerprint that differs for each petition. The keys lie outside the
                    database.
                  </Trans>
                </td>
                <td>
                  <Trans>
                    Unconfirmed: {unconfirmedDays} days. Confirmed: until the petition has been handed over and its count settled, or you
                    have it deleted.
                  </Trans>
                </td>
              </tr>
              <tr>
                <td>
                  <Trans>Name, postcode, comment</Trans>
                </td>
                <td>
                  <Trans>Encrypted, together. Never searched.</Trans>
                </td>
                <td>
                  <Trans>As the address.</Trans>
                </td>
              </tr>
              <tr>
                <td>
                  <Trans>Country, how you came here, kind of mail service</Trans>
                </td>
                <td>
                  <Trans>Plain, to count by. The mail service is one of a few large ones or “other”.</Trans>
                </td>
                <td>
                  <Trans>As the address.</Trans>
                </td>
              </tr>
              <tr>
                <td>
                  <Trans>What you agreed to, and when</Trans>
                </td>
                <td>
                  <Trans>The version of the wording and the time.</Trans>
                </td>
                <td>
                  <Trans>As the address.</Trans>
                </td>
              </tr>
              <tr>
                <td>
                  <Trans>How many mails and codes an address has had</Trans>
                </td>
                <td>
                  <Trans>Under keyed fingerprints that no signature refers to; the one that counts by day changes daily.</Trans>
                </td>
                <td>
                  <Trans>One day; for codes {slotDays} days.</Trans>
                </td>
              </tr>
              <tr>
                <td>
                  <Trans>That you want no mail from us</Trans>
                </td>
                <td>
                  <Trans>A keyed fingerprint of the address.</Trans>
                </td>
                <td>
                  <Trans>Until you take it back.</Trans>
                </td>
              </tr>
              <tr>
                <td>
                  <Trans>Network address</Trans>
                </td>
                <td>
                  <Trans>
                    Not stored and not logged. For limits a fingerprint of it, with a key that changes daily, is counted in memory.
                  </Trans>
                </td>
                <td>
                  <Trans>At most an hour.</Trans>
                </td>
              </tr>
            </tbody>
          </table>
        </Scroll>
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
          <Trans>Cookies and others</Trans>
        </h2>
        <p>
          <Trans>
            After you sign, one encrypted cookie remembers your address for half an hour, so that you can type the code; only that page gets
            it. There is no other cookie, no tracking, and nothing is loaded from anybody else.
          </Trans>
        </p>
        <h2>
          <Trans>Your rights</Trans>
        </h2>
        <p>
          <Trans>
            You may see, correct, withdraw and delete what you gave, at any time and without a reason. Withdrawing does not undo what was
            lawful before. You may complain to your country’s data protection authority.
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
