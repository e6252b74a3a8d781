export type Paper = 'a4' | 'letter'

/** Where things stand on a sheet. Everything is in points (1/72 inch) from its upper left corner. */
export type Sheet = {
  width: number
  height: number
  left: number
  right: number
  /** Where the head of a second page begins, and where its text does. */
  runningHead: number
  textTop: number
  /** Where the last line of a page ends. */
  bottom: number
  sender: { left: number; top: number; width: number }
  /** Half of the recipient's block stands above `middle`, so that few lines and many are in the window. */
  recipient: { left: number; middle: number; width: number }
  /** Where subject and text begin on the first page: below all that a window may show. */
  bodyTop: number
}

/**
 * The two papers, for a letter that is folded in three and goes into an envelope with a window.
 *
 * A4 follows form B of DIN 5008: margins of 25 and 20 mm, a window that shows what stands 45 to 90 mm from the top and
 * 20 to 105 mm from the left, a subject below 98 mm (https://www.din-5008-richtlinien.de/startseite/anschriftenfeld/).
 * The upper part of that field is for a return address, which a letter by hand does not need; so the recipient's block
 * stands in the middle, and is seen as well where a window lies some millimetres higher or lower.
 *
 * US letter is for the common #10 envelope: a window of 1⅛ × 4½ inches, ⅞ inch from the left and ½ inch from the bottom
 * (https://www.businessenvelopes.com/window-envelopes-the-complete-guide). A folded sheet may slide in it, by 11/24 inch
 * up or down and by 1 inch to the side; wherever it lies, what stands 2.5 to 3.17 inches from its top and ⅞ to 4⅜ inches
 * from its left is seen, as the postal service wants it (https://about.usps.com/publications/pub25/pub25_ch3_009.htm).
 */
export const sheets: Record<Paper, Sheet> = {
  a4: {
    width: millimetres(210),
    height: millimetres(297),
    left: millimetres(25),
    right: millimetres(190),
    runningHead: millimetres(15),
    textTop: millimetres(25),
    bottom: millimetres(282),
    sender: { left: millimetres(115), top: millimetres(17), width: millimetres(75) },
    recipient: { left: millimetres(25), middle: millimetres(70), width: millimetres(73) },
    bodyTop: millimetres(98.5),
  },
  letter: {
    width: inches(8.5),
    height: inches(11),
    left: inches(1),
    right: inches(7.5),
    runningHead: inches(0.6),
    textTop: inches(1),
    bottom: inches(10.4),
    sender: { left: inches(4.6), top: inches(0.6), width: inches(2.9) },
    recipient: { left: inches(1), middle: inches(2.83), width: inches(3.25) },
    bodyTop: inches(3.75),
  },
}

function millimetres(length: number): number {
  return (length * 72) / 25.4
}

function inches(length: number): number {
  return length * 72
}
