import type { FieldPlace } from '../../lib/field-encryption.ts'

/** Places of a signature's cipher texts. The row is named by petition and signature id. */
export function emailPlace(petitionId: string, signatureId: string): FieldPlace {
  return { field: 'signatures/email', row: `${petitionId}/${signatureId}` }
}
export function packetPlace(petitionId: string, signatureId: string): FieldPlace {
  return { field: 'signatures/packet', row: `${petitionId}/${signatureId}` }
}

/** `T. P.` of what a signer typed: enough to know oneself by. */
export function initialsOf(givenName: string, familyName?: string): string {
  return [givenName, familyName].flatMap((name) => (name ? [`${initialOf(name)}.`] : [])).join(' ')
}

/** The first letter as a reader sees it, which may be several code points. */
function initialOf(name: string): string {
  return new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(name)[Symbol.iterator]().next().value?.segment ?? ''
}
