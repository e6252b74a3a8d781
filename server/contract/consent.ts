/**
 * What a signer agrees to, word for word. Each signature stores the version and the moment; a
 * changed wording is a new version, and an old one stays here as long as a signature names it.
 */
export const consent = {
  version: '2026-11-24',
  sign: 'I agree that my signature is counted. What I type here is kept for this petition: my name, e-mail address, postcode and comment encrypted, my country not. I know that this can reveal a political opinion, and that I can withdraw.',
  age: 'I am 16 or older.',
  updates: 'Send me news about this petition by e-mail. I can stop it at any time.',
  publicName: 'My name may be shown to the addressee and on this site.',
} as const
