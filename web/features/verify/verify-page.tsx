import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { PageData } from '#contract/pages.ts'
import type { PageModule } from '../../app/page.ts'
import { loadMessages } from '../../i18n/load.ts'
import { verbatim } from '../../i18n/verbatim.tsx'
import { Addresses } from './addresses.tsx'
import { BrowserChecks } from './browser-checks.tsx'
import { Encodings } from './encodings.tsx'

const catalogues = import.meta.glob<{ messages: Awaited<ReturnType<typeof loadMessages>> }>('./i18n/*.po')

export const page: PageModule<'verify'> = {
  title: (_data, i18n) => i18n._(msg`Check the count`),
  words: (locale) => loadMessages(catalogues, './i18n/', locale),
  Page({ data, site }) {
    const { logName, verifierKey } = data
    return (
      <div className="column stack">
        <h1>
          <Trans>Check the count yourself</Trans>
        </h1>
        <p className="lede">
          <Trans>
            Every number that this site shows is the number of entries in a log. Anybody can download the log, count again, and see that
            nothing was taken out.
          </Trans>
        </p>
        <Meaning />
        <h2 id="browser">
          <Trans>In your browser</Trans>
        </h2>
        <p className="note without-script">
          <Trans>Your browser runs no script here. You can save checkpoints below, and check with the command.</Trans>
        </p>
        <BrowserChecks siteKey={verifierKey} />
        <Saving data={data} />
        <Command data={data} publicUrl={site.publicUrl} />
        <Encodings logName={logName} verifierKey={verifierKey} />
        <Addresses />
      </div>
    )
  },
}

function Meaning() {
  return (
    <>
      <h2>
        <Trans>What it proves</Trans>
      </h2>
      <ul>
        <li>
          <Trans>That the number is the number of entries: signatures, less those that were voided.</Trans>
        </li>
        <li>
          <Trans>That your own entry is among them, if you have its receipt.</Trans>
        </li>
        <li>
          <Trans>
            That nothing was changed or taken out since a checkpoint that you saved. When somebody withdraws, a further entry voids theirs;
            the first one stays.
          </Trans>
        </li>
      </ul>
      <h2>
        <Trans>What it does not prove</Trans>
      </h2>
      <ul>
        <li>
          <Trans>
            <strong>That entries are people.</strong> The log holds no names. A site could add entries for people who do not exist, and the
            log would not show it. What stands against that is that each signature was confirmed from a mailbox, and the word of the
            operator.
          </Trans>
        </li>
        <li>
          <Trans>That nobody was left out. Only those who signed can tell, each with their own receipt.</Trans>
        </li>
        <li>
          <Trans>
            That everybody is shown the same log. For that people must compare: checkpoints of one size with the same signer must have the
            same root. Two that differ prove a fraud.
          </Trans>
        </li>
        <li>
          <Trans>
            That this page tells the truth: it comes from the site that it checks. A copy of the command, from somewhere else, does not.
          </Trans>
        </li>
      </ul>
    </>
  )
}

function Saving({ data }: { data: PageData['verify'] }) {
  const { petitions, hasMore } = data
  return (
    <>
      <h2 id="save">
        <Trans>Save today’s checkpoint</Trans>
      </h2>
      <p>
        <Trans>
          A checkpoint is a few lines that the site has signed: so many entries, and a fingerprint of them all. Keep it, or give it to
          somebody. Later it shows whether the log has only grown.
        </Trans>
      </p>
      {petitions.length === 0 ? (
        <p>
          <Trans>Nothing has been counted yet, so there is none.</Trans>
        </p>
      ) : (
        <ul>
          {petitions.map(({ slug, title }) => (
            <li key={slug}>
              <a href={`/log/${slug}/checkpoint`} download={`checkpoint-${slug}.txt`}>
                {title}
              </a>
            </li>
          ))}
        </ul>
      )}
      {hasMore && (
        <p className="quiet">
          <Trans>
            Those of older petitions are at <code>/log/petition/checkpoint</code>, with the last part of the petition’s address.
          </Trans>
        </p>
      )}
    </>
  )
}

function Command({ data, publicUrl }: { data: PageData['verify']; publicUrl: string }) {
  const { href } = new URL(`petitions/${data.petitions[0]?.slug ?? 'petition'}`, publicUrl)
  const key = verbatim(data.logName)
  return (
    <>
      <h2 id="command">
        <Trans>With the command</Trans>
      </h2>
      <p>
        <Trans>
          It is part of the software that this site runs on. In a copy of it, which should not come from this site, and with Node and npm
          installed:
        </Trans>
      </p>
      <pre className="sample">npm run cli -- verify {href}</pre>
      <p>
        <Trans>
          It reads the whole log, makes root and count anew, checks every void and every full tile, and compares the count that the site
          shows. It needs nothing but the network. These may be added:
        </Trans>
      </p>
      <ul>
        <li>
          <Trans>
            <code>--key</code> and the key that you noted earlier; it begins with <code>{key}</code>
          </Trans>
        </li>
        <li>
          <Trans>
            <code>--receipt</code> and the file of your receipt: is it in the log, and does it still count?
          </Trans>
        </li>
        <li>
          <Trans>
            <code>--checkpoint</code> and the file of a checkpoint that you saved: has the log only grown?
          </Trans>
        </li>
      </ul>
    </>
  )
}
