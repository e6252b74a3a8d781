/**
 * Where a code of RFC 3463 (class, subject, detail) can stand in what servers write. After a reply
 * code or a # it surely is one; alone it may be any three numbers, so the subject has to exist.
 */
const codePatterns = [
  /(?<![\d.])[245]\d\d[ -]#?([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)/,
  /#([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)/,
  /(?<![\d.])([245]\.[0-7]\.\d{1,3})(?![\d.]*\d)/,
]
/** As in `550 5.1.1`, `550-No such user` and `said: 550 no`. */
const replyPattern = /(?<![\d.])([245])\d\d(?=[ -])/

/** The first status code in a text, such as `5.1.1`; null when there is none. */
export function statusIn(text: string): string | null {
  for (const pattern of codePatterns) {
    const [, status] = pattern.exec(text) ?? []
    if (status) return status
  }
  return null
}

/** Whether a text holds a status code or a reply code of SMTP. */
export function hasCode(text: string): boolean {
  return statusIn(text) !== null || replyPattern.test(text)
}

/**
 * Full mailboxes and mail that waited too long come with codes of class 5 as well, but
 * RFC 3463 (sections 3.3 and 3.5) has them mean that a later try may be taken.
 */
const passing = [/^5\.2\.2$/, /^5\.4\.7$/]

/**
 * Whether the same mail would be refused again, judged by its status or else by the first reply
 * code in the text; null when neither tells.
 */
export function isPermanent(status: string | null, text: string): boolean | null {
  if (status !== null) return status.startsWith('5') && !passing.some((code) => code.test(status))
  const [, digit] = replyPattern.exec(text) ?? []
  return digit === undefined ? null : digit === '5'
}
