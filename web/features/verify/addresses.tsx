import { Trans } from '@lingui/react/macro'

/** Where the log is read: the addresses of C2SP tlog-tiles, and two for proofs. */
export function Addresses() {
  return (
    <>
      <h3>
        <Trans>Addresses</Trans>
      </h3>
      <p>
        <Trans>
          Those of <a href="https://c2sp.org/tlog-tiles">C2SP tlog-tiles</a>. Numbers of tiles are in groups of three digits, all but the
          last behind an x: <code>x001/x234/067</code>. A tile that is not full yet ends in <code>.p/</code> and its width.
        </Trans>
      </p>
      <dl className="addresses">
        <dt>
          <code>/log/key</code>
        </dt>
        <dd>
          <Trans>the key</Trans>
        </dd>
        <dt>
          <code>/log/petition/checkpoint</code>
        </dt>
        <dd>
          <Trans>the newest checkpoint</Trans>
        </dd>
        <dt>
          <code>/log/petition/tile/entries/N</code>
        </dt>
        <dd>
          <Trans>256 entries, each behind its length in 2 bytes</Trans>
        </dd>
        <dt>
          <code>/log/petition/tile/L/N</code>
        </dt>
        <dd>
          <Trans>256 hashes of level L; those of level 0 are the hashes of entries, each above is the root of a full tile below</Trans>
        </dd>
        <dt>
          <code>/log/petition/proof?from=size</code>
        </dt>
        <dd>
          <Trans>the proof that the log of that size is the beginning of today’s, with its checkpoint</Trans>
        </dd>
        <dt>
          <code>/log/petition/proof?index=number</code>
        </dt>
        <dd>
          <Trans>
            the proof that the entry is in the log. Asking for it tells the site which entry you care about; this page and the command never
            do
          </Trans>
        </dd>
      </dl>
    </>
  )
}
