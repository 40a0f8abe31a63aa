/** The pictures of causes, each drawn for a wide screen and for a phone. */
import { categoryColumn } from '../../src/arrow/category-column.js'
import { numericColumn } from '../../src/arrow/numeric-column.js'
import { readTable } from '../../src/arrow/read-table.js'
import {
  beeswarmFigure,
  decilesFigure,
  dependenceFigure,
  importanceFigure,
  type Figure,
  type ReportFigure,
} from '../../src/figure/index.js'
import { partialDependence, shap, type Causes } from '../../src/regression/index.js'
import type { CauseJob } from '../data/cause-job.js'
import { drawn, narrow, wide } from '../draw.js'

/** Most features with a picture of their own, and most labels in one. */
const mostPictured = 2
const mostLabels = 15

/** All features, published or not. */
export async function rankingFigure({ unit }: CauseJob, { causes }: Causes): Promise<ReportFigure> {
  const draw = (width: number): Figure => importanceFigure(causes, { unit, width })
  return {
    kind: 'figure',
    title: 'What counts',
    caption: `How much larger the error on unseen rows is, in ${unit}, when a column is exchanged among them; grey ones are refused.`,
    description: 'Bars of importance by circumstance.',
    ...(await drawn(draw(wide), draw(narrow))),
  }
}

/** SHAP values of the model of all rows. */
export async function swarmFigure({ table, unit }: CauseJob, { models }: Causes): Promise<ReportFigure> {
  const effects = shap(models.all, table)
  const draw = (width: number, points: number): Figure =>
    beeswarmFigure(effects, { values: table, unit: `${unit} up or down`, width, points })
  return {
    kind: 'figure',
    title: 'How each row is explained',
    caption:
      'A point is a row: how far a circumstance moves its prediction. It describes the model, published circumstances and others.',
    description: 'Swarms of SHAP values by circumstance.',
    ...(await drawn(draw(wide - 120, 400), draw(narrow - 90, 150))),
  }
}

/** Prediction by value, of the most important published features. */
export async function dependenceFigures(job: CauseJob, found: Causes): Promise<ReportFigure[]> {
  const source = readTable(found.causes, 'causes')
  const { codes, labels } = categoryColumn(source, 'feature')
  const published = numericColumn(source, 'published').values
  const names = Array.from(codes, (code) => labels[code]).filter((_, row) => published[row] === 1)
  return Promise.all(
    names.slice(0, mostPictured).map(async (feature) => {
      const dependence = partialDependence(found.models.all, job.table, { feature })
      const drawnRows = dependence.numRows > mostLabels && isLabels(dependence) ? extremes(dependence) : dependence
      const draw = (width: number): Figure => dependenceFigure(drawnRows, { feature, unit: job.unit, width })
      return {
        kind: 'figure' as const,
        title: `The ${job.subject} by ${feature}`,
        caption: `Mean prediction when all rows are given the value, and where most rows lie.${drawnRows === dependence ? '' : ' The labels with the highest and lowest means.'}`,
        description: `Partial dependence on ${feature}.`,
        ...(await drawn(draw(wide - 60), draw(narrow - 60))),
      }
    }),
  )
}

/** Held-out predictions against what came. */
export async function decileFigure({ unit }: CauseJob, { predictions }: Causes): Promise<ReportFigure> {
  const draw = (width: number): Figure => decilesFigure(predictions, { unit, width, height: Math.min(300, width) })
  return {
    kind: 'figure',
    title: 'Predicted against observed',
    caption:
      'Unseen rows in ten groups by their prediction, the mean of each with its 90 % whisker. On the dashed line predictions are right on average.',
    description: 'Mean observed by mean predicted value.',
    ...(await drawn(draw(420), draw(narrow - 40))),
  }
}

function isLabels(dependence: ReturnType<typeof partialDependence>): boolean {
  return /Dictionary|Utf8/.test(String(dependence.schema.fields.find(({ name }) => name === 'value')?.type))
}

/** The rows with the highest and the lowest mean. */
function extremes(dependence: ReturnType<typeof partialDependence>): Record<string, unknown>[] {
  const rows = dependence.toArray().map((row) => ({ ...row.toJSON() }) as Record<string, unknown>)
  rows.sort((a, b) => Number(b.mean) - Number(a.mean))
  const half = Math.floor(mostLabels / 2)
  return [...rows.slice(0, half), ...rows.slice(-half)]
}
