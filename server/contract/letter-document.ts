/** A source that a letter names in its notes. */
export type LetterSource = {
  title: string
  publisher: string
  /** As the source gives it: a day, a month or words. */
  date: string
  url: string
}

/**
 * A letter as it goes out, in plain text: what each channel sets in its own way. The constituent's
 * part (`own`) and the campaign's part (`points`, `request`) stay apart all the way through.
 */
export type LetterDocument = {
  /** ISO day on which it is dated. */
  day: string
  /** BCP 47 language in which salutation, closing and the campaign's part are. */
  language: string
  /** The language of the constituent's own words may differ; `rtl` where they begin from the right. */
  ownDirection: 'ltr' | 'rtl'
  sender: {
    givenName: string
    familyName: string | null
    /** How they sign. */
    name: string
    email: string
    /** Lines under the name: street (where it was asked), town and postcode; empty for a letter to an office that needs none. */
    place: string[]
  }
  recipient: {
    /** With their honorific; the office's name for an office. */
    name: string
    /** Chamber or institution. */
    body: string
    /** Lines that follow on an envelope; null where none is published. */
    postal: string[] | null
  }
  subject: string
  /** With its comma. */
  salutation: string
  /** Paragraphs are apart by an empty line. */
  own: string
  /** The points that were picked, as the campaign words them; `sources` are places in `sources`, from 0. */
  points: { text: string; sources: number[] }[]
  /** What has to stand beside the points: who denies them, and how they are to be read. */
  beside: { text: string; sources: number[] }[]
  /** The one thing that is asked. */
  request: string
  /** As "Yours sincerely,". */
  closing: string
  /** Each once, in the order in which the letter names them. */
  sources: LetterSource[]
  /** Who offers this way of writing, for the line that says so. */
  campaign: { name: string; operator: string | null; url: string; contact: string | null }
}
