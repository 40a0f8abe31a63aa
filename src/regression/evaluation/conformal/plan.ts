/**
 * Which rows a model of `conformal` may not see, and in which parts residuals are cross-checked.
 */
import { BodkinError } from '../../../errors.js'
import { randomStream } from '../../../numeric/random.js'
import type { EvaluationData } from '../evaluation-data.js'
import { planFolds, shuffled, type Fold } from '../folds.js'
import type { Residuals } from './calibration.js'
import { methodFor, type ConformalMethod, type ConformalSettings } from './conformal-options.js'

/** Most models of 'jackknife+'. */
const MOST_MODELS = 2000
/** Parts in which residuals of 'split' and 'jackknife+' are cross-checked. */
const CHECK_PARTS = 5

/** Models and the rows that calibrate them. */
export interface ConformalPlan {
  readonly method: ConformalMethod
  /** One a model: rows to learn from, rows to calibrate on. */
  readonly folds: readonly Pick<Fold, 'train' | 'test'>[]
}

/** @throws BodkinError `DATA` when rows or units are too few for the folds, `LIMIT` for too many models */
export function planModels(data: EvaluationData, { fields }: ConformalSettings): ConformalPlan {
  const { rows, units } = data
  const { seed, calibration } = fields
  const count = units?.count ?? rows
  const method = fields.method ?? methodFor(count)
  if (method === 'split') return { method, folds: [splitRows(data, calibration, seed)] }
  if (method === 'jackknife+' && count > MOST_MODELS) {
    const noun = units === null ? 'row' : 'unit'
    const message = `method "jackknife+" fits a model a ${noun}, at most ${MOST_MODELS}, got ${count}: take "cv+" or "split"`
    throw new BodkinError('LIMIT', message, { option: 'method', models: count })
  }
  if (method === 'jackknife+') checkTwo(method, count)
  const folds = method === 'jackknife+' ? count : fields.folds
  return { method, folds: planFolds({ rows, folds, repeats: 1, seed, units, times: null }) }
}

/** One fold: a share of the rows, or of the units, calibrates. */
function splitRows({ rows, units }: EvaluationData, calibration: number, seed: number): ConformalPlan['folds'][number] {
  const count = units?.count ?? rows
  checkTwo('split', count)
  const size = Math.min(count - 1, Math.max(1, Math.round(calibration * count)))
  const calibrates = new Uint8Array(count)
  for (const one of shuffled(count, randomStream(seed, 'calibration')).subarray(0, size)) calibrates[one] = 1
  const train: number[] = []
  const test: number[] = []
  for (let row = 0; row < rows; row++) (calibrates[units?.of[row] ?? row] === 1 ? test : train).push(row)
  return { train: Int32Array.from(train), test: Int32Array.from(test) }
}

/** A model needs a unit to learn from and one to calibrate on. */
function checkTwo(method: ConformalMethod, units: number): void {
  if (units < 2) throw new BodkinError('DATA', `method "${method}" needs at least two units, got ${units}`, { units })
}

/** Residuals of the rows that calibrate, fold by fold. */
export function residualsOf(
  { folds }: ConformalPlan,
  predictions: readonly Float64Array[],
  labels: Float64Array,
): Residuals {
  const count = folds.reduce((sum, { test }) => sum + test.length, 0)
  const sizes = new Float64Array(count)
  const models = new Int32Array(count)
  let at = 0
  folds.forEach(({ test }, model) =>
    test.forEach((row, i) => {
      sizes[at] = Math.abs(labels[row] - predictions[model][i])
      models[at++] = model
    }),
  )
  return { sizes, models }
}

/**
 * Parts in which the residuals are cross-checked: folds of 'cv+'; else five random parts of the rows, or of the units.
 *
 * @returns part of each residual, in the order of `residualsOf`, and how many parts there are
 */
export function checkParts(
  { method, folds }: ConformalPlan,
  { rows, units }: EvaluationData,
  { models }: Residuals,
  seed: number,
): { parts: Int32Array; count: number } {
  if (method === 'cv+') return { parts: models, count: folds.length }
  const ones = units?.count ?? rows
  const partOf = new Int32Array(ones)
  shuffled(ones, randomStream(seed, 'cross-check')).forEach((one, place) => (partOf[one] = place % CHECK_PARTS))
  const calibrating = folds.flatMap(({ test }) => [...test])
  return { parts: Int32Array.from(calibrating, (row) => partOf[units?.of[row] ?? row]), count: CHECK_PARTS }
}
