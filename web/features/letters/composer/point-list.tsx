import { Trans } from '@lingui/react/macro'
import { Fragment } from 'react'
import type { DraftData } from './draft-island.tsx'

/** The campaign's points to pick from, each as its pack words it, with what it rests on. Graphic ones are behind a closed, labelled panel. */
export function PointList({ data, error }: { data: DraftData; error: string | undefined }) {
  const { points } = data
  const plain = points.filter(({ isGraphic }) => !isGraphic)
  const graphic = points.filter(({ isGraphic }) => isGraphic)
  return (
    <fieldset className={error ? 'field point-list wrong' : 'field point-list'} id="points" aria-describedby="points-hint">
      <legend>
        <h2>
          <Trans>2. Points from the campaign</Trans>
        </h2>
      </legend>
      <span className="hint" id="points-hint">
        <Trans>
          Two to four make a good letter. They stand after your words, as they are, each with its sources; what those accused say comes with
          them where it must.
        </Trans>
      </span>
      {error && <span className="field-error">{error}</span>}
      {plain.map((point) => (
        <Point key={point.id} point={point} data={data} />
      ))}
      {graphic.length > 0 && (
        <details>
          <summary>
            <Trans>Points on what may distress you</Trans>
          </summary>
          {graphic.map((point) => (
            <Point key={point.id} point={point} data={data} />
          ))}
        </details>
      )}
    </fieldset>
  )
}

function Point({ point, data }: { point: DraftData['points'][number]; data: DraftData }) {
  const { id, text, sources } = point
  return (
    <div className="tick">
      <input
        type="checkbox"
        id={`point-${id}`}
        name="points"
        value={id}
        defaultChecked={data.picked.includes(id)}
        aria-describedby={`sources-${id}`}
      />
      <span>
        <label htmlFor={`point-${id}`} lang={data.language}>
          {text}
        </label>
        <span className="hint" id={`sources-${id}`}>
          <Trans>Rests on:</Trans>{' '}
          {sources.map(({ title, url }, place) => (
            <Fragment key={title + String(url)}>
              {place > 0 && '; '}
              <bdi lang="en">
                {url ? (
                  <a href={url} rel="noreferrer external">
                    {title}
                  </a>
                ) : (
                  title
                )}
              </bdi>
            </Fragment>
          ))}
        </span>
      </span>
    </div>
  )
}
