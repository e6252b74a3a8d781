import { Trans, useLingui } from '@lingui/react/macro'
import type { PageData, SignerSignature as Signature } from '#contract/pages.ts'
import { formatDay, formatNumber } from '../../i18n/format.ts'
import { Link } from '../../i18n/link.tsx'
import { Tick } from '../../ui/fields.tsx'

/** One signature as its signer sees it: what is kept, what is allowed, the receipt, and the way out. */
export function SignerSignature(props: { signature: Signature; token: string; consent: PageData['signer']['consent'] }) {
  const { signature, token, consent } = props
  const { slug, title, confirmedAt, entryIndex } = signature
  const receipt = `/me/${token}/receipts/${slug}`
  return (
    <li className="panel stack">
      <h2>
        <Link to={`/petitions/${slug}`} lang="en">
          {title}
        </Link>
      </h2>
      <State signature={signature} />
      <Kept signature={signature} />
      {confirmedAt && (
        <form method="post" className="fields">
          <input type="hidden" name="action" value="choose" />
          <input type="hidden" name="petition" value={slug} />
          <Tick id={`publicName-${slug}`} name="publicName" label={consent.publicName} isTicked={signature.publicName !== 'none'} />
          <Tick id={`updates-${slug}`} name="updates" label={consent.updates} isTicked={signature.wantsUpdates} />
          <p>
            <button className="button second" type="submit">
              <Trans>Save my choices</Trans>
            </button>
          </p>
        </form>
      )}
      {entryIndex !== null && (
        <details className="stack">
          <summary>
            <Trans>Receipt: prove that you are counted</Trans>
          </summary>
          <p>
            <Trans>
              The receipt proves that your entry is in the public log. It names neither you nor your address, but whoever finds it with you
              knows that you signed. Do not take it if that could harm you. We never mail it.
            </Trans>
          </p>
          <p>
            <a href={receipt} download>
              <Trans>Download the receipt</Trans>
            </a>
          </p>
        </details>
      )}
      <details className="stack">
        <summary>
          <Trans>Withdraw this signature…</Trans>
        </summary>
        <p>
          <Trans>What we keep of it is deleted, and the next published count is without it. You can sign again at any time.</Trans>
        </p>
        <form method="post">
          <input type="hidden" name="action" value="withdraw" />
          <input type="hidden" name="petition" value={slug} />
          <button className="button danger" type="submit">
            <Trans>Withdraw now</Trans>
          </button>
        </form>
      </details>
    </li>
  )
}

function State({ signature }: { signature: Signature }) {
  const { i18n } = useLingui()
  const { confirmedAt, entryIndex } = signature
  if (!confirmedAt) {
    return (
      <p className="quiet">
        <Trans>Not confirmed and not counted. It is deleted by itself if it is not confirmed.</Trans>
      </p>
    )
  }
  const day = formatDay(i18n.locale, confirmedAt)
  const number = entryIndex === null ? null : formatNumber(i18n.locale, entryIndex)
  return (
    <p className="quiet">
      {number === null ? (
        <Trans>Confirmed on {day}. It comes with the next published count.</Trans>
      ) : (
        <Trans>
          Confirmed on {day} and counted, as entry {number} of the log.
        </Trans>
      )}
    </p>
  )
}

function Kept({ signature }: { signature: Signature }) {
  const { i18n } = useLingui()
  const { name, country, postcode, comment, version } = signature
  const signed = formatDay(i18n.locale, signature.signedAt)
  return (
    <dl className="pairs">
      <dt>
        <Trans>Name</Trans>
      </dt>
      <dd>{name}</dd>
      <dt>
        <Trans>Country</Trans>
      </dt>
      <dd>{country}</dd>
      {postcode && (
        <>
          <dt>
            <Trans>Postcode</Trans>
          </dt>
          <dd>{postcode}</dd>
        </>
      )}
      {comment && (
        <>
          <dt>
            <Trans>Why you sign</Trans>
          </dt>
          <dd className="as-typed">{comment}</dd>
        </>
      )}
      <dt>
        <Trans>Signed</Trans>
      </dt>
      <dd>
        <Trans>
          on {signed}, version {version} of the text
        </Trans>
      </dd>
    </dl>
  )
}
