import type { KeyObject } from 'node:crypto'
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeKeyFile } from '../key-file.ts'
import { domainOf } from '../lib/email-address.ts'

/** The key that mail is signed with (DKIM, RFC 6376). Printing it shows nothing of the key. */
export type DkimKey = {
  /** The domain of our address, in ASCII, so that the signature counts for DMARC. */
  domain: string
  selector: string
  privateKey: KeyObject
}

const selector = 'cs1'
const keyBits = 2048

/**
 * The installation's key, made when there is none yet: mode 0600, whole or not at all, and one and
 * the same for processes that start together. All processes that send need the same file.
 * It is RSA because that is what every receiver can check: large ones ignore Ed25519 (RFC 8463).
 * @param folder where the secret key file is
 * @param from our bare address
 * @throws Error that says what is wrong with the file and how to mend it, without its content
 */
export function loadDkimKey(folder: string, from: string): DkimKey {
  const found = findDkimKey(folder, from)
  if (found) return found
  const path = pathIn(folder)
  try {
    makeKeyFile(path, newKey())
  } catch (error) {
    throw cannotBeKept(path, codeOf(error))
  }
  const made = findDkimKey(folder, from)
  // A link that leads nowhere is there and cannot be read.
  if (!made) throw cannotBeKept(path, 'ENOENT')
  return made
}

/**
 * The installation's key, or null when none was made yet.
 * @throws Error as `loadDkimKey`
 */
export function findDkimKey(folder: string, from: string): DkimKey | null {
  const path = pathIn(folder)
  let pem: string
  try {
    pem = readFileSync(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw new Error(
      `the key that signs mail cannot be read from ${path} (${codeOf(error)}); let the user that runs this program read that file: chown to them, mode 0600`,
    )
  }
  return { domain: domainOf(from), selector, privateKey: readKey(path, pem) }
}

/**
 * The TXT record by which receivers check our signatures (RFC 6376 section 3.6). A zone file wants
 * the value in pieces of at most 255 characters; most providers' forms cut it themselves.
 */
export function dkimRecord({ domain, selector: name, privateKey }: DkimKey): { name: string; value: string } {
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64')
  return { name: `${name}._domainkey.${domain}`, value: `v=DKIM1; k=rsa; p=${publicKey}` }
}

function cannotBeKept(path: string, code: string | undefined): Error {
  return new Error(
    `the key that signs mail cannot be kept in ${path} (${code}); let this program write to that folder, or make the key there yourself: openssl genrsa -out ${path} ${keyBits}`,
  )
}

function pathIn(folder: string): string {
  return join(folder, `dkim-${selector}.pem`)
}

function newKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: keyBits })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

/** The library sends unsigned, and says nothing, when it is given what is no RSA key. */
function readKey(path: string, pem: string): KeyObject {
  let key: KeyObject | null = null
  try {
    key = createPrivateKey(pem)
  } catch {
    // What the error says may quote the file.
  }
  if (key?.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < keyBits) {
    throw new Error(
      `${path} does not hold an RSA key of ${keyBits} bits in PEM; put your own copy back, or delete the file: the next start makes another, and its record must be published in the place of the old one`,
    )
  }
  return key
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code
}
