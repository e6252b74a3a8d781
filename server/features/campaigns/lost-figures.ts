/** As English writes them: 2014, 65,000 or 1.5. */
const englishFigure = /\d+(?:,\d{3})*(?:\.\d+)?/g

/**
 * The figures of an English text that its translation lacks, each once. However a language sets
 * thousands and decimals apart, the digits are the same: `65,000` is there in `65.000` and `65 000`.
 * A figure that is written out or in another unit counts as lacking, and one too many is not seen.
 */
export function lostFigures(english: string, translation: string): string[] {
  const figures = new Set(english.match(englishFigure) ?? [])
  return [...figures].filter((figure) => !inAnyLanguage(figure).test(translation))
}

function inAnyLanguage(figure: string): RegExp {
  const [whole = '', decimals] = figure.replaceAll(',', '').split('.')
  const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, String.raw`[.,'’\s]?`)
  return new RegExp(String.raw`(?<!\d)${grouped}${decimals ? `[.,]${decimals}` : ''}(?!\d)`)
}
