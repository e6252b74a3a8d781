import { Trans } from '@lingui/react/macro'
import { Group, KeptFrame, Row } from './kept-table.tsx'

/** All that is kept of letters: what it is, how it is kept and how long. A test holds it against the database's columns. */
export function KeptLetters() {
  const asTheAddressee = <Trans>As the addressee.</Trans>
  return (
    <KeptFrame>
      <Group heading={<Trans>What you write</Trans>}>
        <Row
          what={<Trans>Your words, name and place, and the letter as it went</Trans>}
          how={<Trans>Encrypted, together. Never searched.</Trans>}
          howLong={
            <Trans>
              A draft: 30 days after its last change. A letter that is not confirmed: 30 days. A confirmed one: 28 days, unless you keep it,
              and then 400 at most; longer only while it waits to go.
            </Trans>
          }
        />
        <Row
          what={<Trans>Your address for letters</Trans>}
          how={
            <Trans>
              Encrypted. To find your letters, also as a keyed fingerprint, which is another than that of a signature; of a draft only once
              you have its link mailed to you.
            </Trans>
          }
          howLong={
            <Trans>
              As the words. The fingerprint stays, but not that of a test, since one letter of each person is sent; it goes when you delete
              what you wrote.
            </Trans>
          }
        />
      </Group>
      <Group heading={<Trans>What is noted with a letter</Trans>}>
        <Row
          what={<Trans>Addressee and their country, request, the way that it goes, and where it is</Trans>}
          how={<Trans>Plain, with the number of the letter, which its links hold.</Trans>}
          howLong={
            <Trans>
              As long as the campaign, without your name. Of a draft, and of a letter that you delete before it goes, nothing stays.
            </Trans>
          }
        />
        <Row
          what={<Trans>What happened to the letter, when, and why it had to be looked at</Trans>}
          how={<Trans>Plain: what mail servers said of it, without addresses, and what an organizer decided, with their initials.</Trans>}
          howLong={asTheAddressee}
        />
        <Row
          what={<Trans>When you began it, handed it in and confirmed it, and when we mailed you</Trans>}
          how={<Trans>Plain, with your language and the version of what you agreed to.</Trans>}
          howLong={asTheAddressee}
        />
        <Row
          what={<Trans>Whether you had an answer, how often we asked, and whether you keep the text</Trans>}
          how={<Trans>Plain.</Trans>}
          howLong={asTheAddressee}
        />
        <Row
          what={<Trans>What the letter was like</Trans>}
          how={
            <Trans>
              Keyed fingerprints of each 32 letters in a row, to tell the next writer how like theirs is. Nothing says whose they were, and
              with another office the same words look different.
            </Trans>
          }
          howLong={<Trans>90 days.</Trans>}
        />
      </Group>
    </KeptFrame>
  )
}
