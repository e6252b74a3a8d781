import { Trans } from '@lingui/react/macro'
import { ByteTable } from './byte-table.tsx'

/** Entry, commitment, tree, checkpoint and key, byte for byte: enough to write a verifier of one's own. */
export function Encodings({ logName, verifierKey }: { logName: string; verifierKey: string }) {
  return (
    <>
      <h2 id="bytes">
        <Trans>The log, byte for byte</Trans>
      </h2>
      <p>
        <Trans>For those who write a verifier of their own. Numbers are big-endian; + joins bytes.</Trans>
      </p>
      <h3>
        <Trans>Entries</Trans>
      </h3>
      <Entries />
      <h3>
        <Trans>The commitment, which a receipt opens</Trans>
      </h3>
      <Commitment />
      <ReceiptFields />
      <h3>
        <Trans>The tree</Trans>
      </h3>
      <p>
        <Trans>
          That of <a href="https://www.rfc-editor.org/rfc/rfc9162#section-2.1">RFC 9162, section 2.1</a>: the hash of an entry is SHA-256(
          <code>00</code> + entry), the hash of a node SHA-256(<code>01</code> + left + right). Proofs of inclusion and of consistency are
          those of its sections 2.1.3 and 2.1.4.
        </Trans>
      </p>
      <h3>
        <Trans>The checkpoint and its key</Trans>
      </h3>
      <Checkpoints logName={logName} verifierKey={verifierKey} />
    </>
  )
}

function Entries() {
  const domain = (
    <Trans>
      <code>countersign/entry/v1</code> in ASCII, then <code>00</code>
    </Trans>
  )
  return (
    <>
      <ByteTable
        caption={<Trans>A signature that is counted, 86 bytes</Trans>}
        rows={[
          { at: '0–20', what: domain },
          { at: '21', what: <code>01</code> },
          { at: '22–53', what: <Trans>SHA-256 of the text that was signed, as its petition’s page shows it</Trans> },
          { at: '54–85', what: <Trans>the commitment to the signature</Trans> },
        ]}
      />
      <ByteTable
        caption={<Trans>An earlier entry is voided, 31 bytes</Trans>}
        rows={[
          { at: '0–20', what: domain },
          { at: '21', what: <code>02</code> },
          { at: '22–29', what: <Trans>number of the entry that is voided, from 0</Trans> },
          {
            at: '30',
            what: (
              <Trans>
                the reason: <code>00</code> the signer withdrew or erased; of the organizers <code>01</code> one of their own,{' '}
                <code>02</code> held while they look into it, <code>03</code> of somebody who signed twice, <code>04</code> made by a
                program, <code>05</code> made to try the site out
              </Trans>
            ),
          },
        ]}
      />
      <p>
        <Trans>
          Of a text is hashed, in UTF-8 and each ended by a line feed: <code>countersign petition text v1</code>, the addressee, the title,
          the summary, <code>background</code> and its paragraphs, <code>requests</code> and its lines, <code>closing</code> and its
          paragraphs.
        </Trans>
      </p>
      <p>
        <Trans>
          A void names an entry that is a signature and comes before it, and no entry is voided twice. Count = signatures − voids. Size of
          the log = signatures + voids. No entry holds a name, an address, a time or a place.
        </Trans>
      </p>
    </>
  )
}

function Commitment() {
  return (
    <>
      <p>
        <Trans>
          HMAC-SHA-256. The key is the salt, 32 random bytes of this signature alone; they are deleted with it, and then nobody can tell the
          commitment from random bytes. The message:
        </Trans>
      </p>
      <ByteTable
        caption={<Trans>Message of the commitment</Trans>}
        rows={[
          {
            at: '0–25',
            what: (
              <Trans>
                <code>countersign/commitment/v1</code> in ASCII, then <code>00</code>
              </Trans>
            ),
          },
          { at: '26–41', what: <Trans>id of the petition, the 16 bytes of its UUID</Trans> },
          { at: '42–57', what: <Trans>id of the signature, the same</Trans> },
          {
            at: '58–',
            what: (
              <Trans>
                how it came, in ASCII: <code>online</code>, <code>paper</code> or <code>imported</code>
              </Trans>
            ),
          },
        ]}
      />
    </>
  )
}

/** What a receipt holds, in the order of its fields. */
function ReceiptFields() {
  return (
    <p>
      <Trans>
        A receipt is JSON: the first line of the checkpoint, both ids, how it came, the hash of the text in hexadecimal, the salt in base64,
        the number of the entry, the size of the log, the proof of inclusion, and the checkpoint that it leads to.
      </Trans>
    </p>
  )
}

function Checkpoints({ logName, verifierKey }: { logName: string; verifierKey: string }) {
  return (
    <>
      <p>
        <Trans>
          A <a href="https://c2sp.org/tlog-checkpoint">C2SP checkpoint</a>, which is a{' '}
          <a href="https://c2sp.org/signed-note">signed note</a>: the name of the log, the number of its entries, the root hash in base64,
          an empty line, and a line with the signature. The signature (Ed25519) is over the first three lines with their line ends. The last
          word of its line is base64 of 4 bytes key id and 64 bytes signature.
        </Trans>
      </p>
      <pre className="sample">
        {logName}/log/
        <Trans>petition</Trans>
        {'\n'}
        <Trans>number of entries</Trans>
        {'\n'}
        <Trans>root hash</Trans>
        {`\n\n— ${logName} `}
        <Trans>signature</Trans>
      </pre>
      <p>
        <Trans>The key of all logs of this site, as name+id+key. Note it, and compare it with what others noted:</Trans>
      </p>
      <pre className="sample" data-testid="verifier-key">
        {verifierKey}
      </pre>
    </>
  )
}
