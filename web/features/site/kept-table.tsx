import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { PageData } from '#contract/pages.ts'
import { Scroll } from '../../ui/scroll.tsx'

/** All that is kept, in groups: what it is, how it is kept and how long. A test holds it against the database's columns. */
export function KeptTable({ times }: { times: PageData['privacy'] }) {
  const { unconfirmedDays, slotDays, proofMinutes, cookieMinutes } = times
  const asTheAddress = <Trans>As the address.</Trans>
  return (
    <KeptFrame>
      <Group heading={<Trans>What you type and choose</Trans>}>
        <Row
          what={<Trans>E-mail address</Trans>}
          how={
            <Trans>
              Encrypted. To find duplicates, also as a keyed fingerprint that differs for each petition. The keys lie outside the database.
            </Trans>
          }
          howLong={
            <Trans>
              Unconfirmed: {unconfirmedDays} days after our newest mail. Confirmed: until the petition has been handed over and its count
              settled, or you have it deleted.
            </Trans>
          }
        />
        <Row
          what={<Trans>Name, postcode, comment</Trans>}
          how={<Trans>Encrypted, together. Never searched.</Trans>}
          howLong={asTheAddress}
        />
        <Row what={<Trans>Country</Trans>} how={<Trans>Plain, to count by.</Trans>} howLong={asTheAddress} />
        <Row
          what={<Trans>Whether your name may be shown, and whether you want news</Trans>}
          how={<Trans>Plain.</Trans>}
          howLong={asTheAddress}
        />
      </Group>
      <Group heading={<Trans>What is noted with it</Trans>}>
        <Row
          what={<Trans>The version of the petition’s text, the version of what you agreed to, and when you did</Trans>}
          how={<Trans>Plain.</Trans>}
          howLong={asTheAddress}
        />
        <Row what={<Trans>When you confirmed</Trans>} how={<Trans>Plain. Never published.</Trans>} howLong={asTheAddress} />
        <Row
          what={<Trans>Until when our newest link works</Trans>}
          how={<Trans>Plain, with the number of the signature, which the link holds.</Trans>}
          howLong={asTheAddress}
        />
        <Row
          what={<Trans>The number of your entry in the public log</Trans>}
          how={<Trans>Plain, with the random value that ties the entry to your signature. Nobody else can tell whose the entry is.</Trans>}
          howLong={asTheAddress}
        />
        <Row
          what={<Trans>Since when those who run the campaign look into your signature, if they do</Trans>}
          how={<Trans>Plain. Until they have looked it is not counted.</Trans>}
          howLong={asTheAddress}
        />
        <Row
          what={<Trans>How you came here, and the kind of mail service</Trans>}
          how={
            <Trans>
              Plain, to count by: online or on paper; a word in the link that you followed, if it had one; one of a few large mail services,
              or “other”.
            </Trans>
          }
          howLong={asTheAddress}
        />
        <Row
          what={
            <Trans>
              Marks that help to find programs: a throw-away address, a hidden field filled in, a form that came back at once or without its
              time
            </Trans>
          }
          how={<Trans>Plain. Nobody is refused for one.</Trans>}
          howLong={asTheAddress}
        />
        <Row
          what={<Trans>That your mail server refused our mail for good</Trans>}
          how={<Trans>Plain: its code, such as 550.</Trans>}
          howLong={asTheAddress}
        />
      </Group>
      <Group heading={<Trans>What keeps the site working</Trans>}>
        <Row
          what={<Trans>Mail still to be sent</Trans>}
          how={<Trans>The number of the signature. No address.</Trans>}
          howLong={<Trans>Until it is sent. The number of one that cannot be sent at all stays.</Trans>}
        />
        <Row
          what={<Trans>How many mails an address has had today</Trans>}
          how={<Trans>Under a keyed fingerprint that changes daily.</Trans>}
          howLong={<Trans>Until the day (UTC) is over.</Trans>}
        />
        <Row
          what={<Trans>When an address was last mailed, and how many codes were tried</Trans>}
          how={
            <Trans>
              Under a keyed fingerprint, with the number of the signature that our newest mail was about. Kept for addresses that never
              signed, too.
            </Trans>
          }
          howLong={<Trans>{slotDays} days after the last mail or code.</Trans>}
        />
        <Row
          what={<Trans>That you want no mail from us</Trans>}
          how={<Trans>A keyed fingerprint of the address, and when you said so.</Trans>}
          howLong={<Trans>Until you take it back.</Trans>}
        />
        <Row
          what={<Trans>A request for a link to your own page</Trans>}
          how={<Trans>The address, encrypted, for whoever asks; deleted at once where nothing is kept for it.</Trans>}
          howLong={<Trans>A day.</Trans>}
        />
        <Row
          what={<Trans>Sums for each hour: how many signed and withdrew, by country and by the word in the link</Trans>}
          how={<Trans>Numbers only. Published by country for whole days, and only in steps of five.</Trans>}
          howLong={<Trans>As long as the petition.</Trans>}
        />
        <Row
          what={<Trans>Sums for each hour: how many looked at a petition, signed, were mailed and confirmed, by large mail service</Trans>}
          how={<Trans>Numbers only, for those who run the campaign.</Trans>}
          howLong={<Trans>As long as the petition.</Trans>}
        />
        <Row
          what={<Trans>That you have withdrawn, or that your signature was held or removed</Trans>}
          how={
            <Trans>
              The number of your entry, and the country and source that the sums are lessened by. Unless it was held, your signature is gone
              by then.
            </Trans>
          }
          howLong={<Trans>Until the next published count.</Trans>}
        />
        <Row
          what={<Trans>Proofs of work that were used</Trans>}
          how={<Trans>A keyed fingerprint of the proof, and when. Nothing about you.</Trans>}
          howLong={<Trans>{proofMinutes} minutes.</Trans>}
        />
        <Row
          what={<Trans>Network address, for limits</Trans>}
          how={<Trans>Not stored and not logged. A fingerprint of it, with a key that changes daily, is counted in memory.</Trans>}
          howLong={<Trans>A minute; for signatures an hour.</Trans>}
        />
        <Row
          what={<Trans>Tries to sign in to the workspace of those who run the campaign</Trans>}
          how={<Trans>Keyed fingerprints of the address typed and of the network, and how many.</Trans>}
          howLong={<Trans>A day.</Trans>}
        />
        <Row
          what={<Trans>Network address, while a page shows the live count</Trans>}
          how={<Trans>A fingerprint in memory, with a key that is written down nowhere.</Trans>}
          howLong={<Trans>As long as the page is connected.</Trans>}
        />
        <Row
          what={<Trans>The server’s own log</Trans>}
          how={
            <Trans>
              What kind of page was asked for, when, and how it went; for mail that was refused for good, the number of the signature. No
              names and no addresses of any kind.
            </Trans>
          }
          howLong={<Trans>As long as the operator keeps it.</Trans>}
        />
      </Group>
      <Group heading={<Trans>What your own browser keeps</Trans>}>
        <Row
          what={<Trans>A cookie with your e-mail address and the number of your signature, after you have signed</Trans>}
          how={<Trans>Encrypted. Only the page on which you type the code gets it.</Trans>}
          howLong={<Trans>{cookieMinutes} minutes, or until you have typed the code.</Trans>}
        />
      </Group>
    </KeptFrame>
  )
}

/** A table of what is kept, with its head. */
export function KeptFrame({ children }: { children: ReactNode }) {
  return (
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
        {children}
      </table>
    </Scroll>
  )
}

export function Group({ heading, children }: { heading: ReactNode; children: ReactNode }) {
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={3}>
          {heading}
        </th>
      </tr>
      {children}
    </tbody>
  )
}

export function Row({ what, how, howLong }: { what: ReactNode; how: ReactNode; howLong: ReactNode }) {
  return (
    <tr>
      <td>{what}</td>
      <td>{how}</td>
      <td>{howLong}</td>
    </tr>
  )
}
