import { useLingui } from '@lingui/react/macro'
import type { TimelineItem } from '#contract/campaigns.ts'

/** Then or now: whether the article reported it, or it comes from before or after. */
export function EraBadge({ era }: { era: TimelineItem['era'] }) {
  const { t } = useLingui()
  const words = { 'article-2014': t`2014 article`, context: t`Background`, 'after-article': t`After the article` }
  return <span className={era === 'after-article' ? 'badge after' : 'badge'}>{words[era]}</span>
}
