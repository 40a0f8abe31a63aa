/** Simulated futures, one by one: for questions that bounds cannot answer. */
import type { Table } from 'apache-arrow'
import { float64, int32, time, writeTable } from '../arrow/write-table.js'
import { BodkinError } from '../errors.js'
import { randomStream } from '../numeric/random.js'
import { integer, optional, readOptions, withDefault, type Schema } from '../options/rules.js'
import { assertAdditive } from './assert-model.js'
import { readFuture, type Future } from './input/future.js'
import { simulatePaths } from './intervals/paths.js'
import type { ForecastModel } from './model.js'
import { seed } from './options.js'
import { completeFrame } from './predictors/complete-frame.js'
import { simulationInput } from './simulation-input.js'
import { backTransform } from './transform/transform.js'

/** Options of `sample`. */
export interface SampleOptions {
  /** Simulated futures, integer 1 … 100,000; default 1,000. */
  readonly draws?: number
  /** Seed, any integer; default the model's `seed`. The same seed gives the futures behind the bounds of `predict`. */
  readonly seed?: number
}

const schema: Schema<{ readonly draws: number; readonly seed: number | undefined }> = {
  draws: withDefault(integer({ min: 1, max: 100_000 }), 1000),
  seed: optional(seed),
}

/** Rows of the long table at most: 50 million are 1.4 GB. */
const MOST_ROWS = 5e7

/**
 * Draw simulated futures of an additive model.
 *
 * @param future as for `predict`
 * @returns long form, rows × draws: `ds`, `draw` (0, 1, …), `trend`, `yhat` (with noise), ordered by draw, then as the rows of `future`
 * @throws BodkinError `OPTION` for a baseline; `LIMIT` for more than 50 million rows in all
 * @example
 * sample(model, { periods: 7 }, { draws: 100 }).numRows   // 700
 */
export function sample(model: ForecastModel, future: Future, options: SampleOptions = {}): Table {
  const { draws, seed: given } = readOptions(schema, options)
  const additive = assertAdditive(model, 'sample')
  const frame = completeFrame(additive, readFuture(model, future).frame)
  const back = backTransform(additive.settings.transform) ?? ((value: number): number => value)
  const rows = frame.ds.length
  if (rows * draws > MOST_ROWS) {
    throw new BodkinError('LIMIT', `sample must give at most ${MOST_ROWS} rows, got ${rows} rows × ${draws} draws`, {
      rows,
      draws,
    })
  }
  const ds = new Float64Array(rows * draws)
  const draw = new Int32Array(rows * draws)
  const trend = new Float64Array(rows * draws)
  const yhat = new Float64Array(rows * draws)
  for (let d = 0; d < draws; d++) {
    ds.set(frame.ds, d * rows)
    draw.fill(d, d * rows, (d + 1) * rows)
  }
  simulatePaths(simulationInput(additive, frame), draws, randomStream(given ?? additive.settings.seed), (block) => {
    block.rows.forEach((row, r) => {
      for (let d = 0; d < draws; d++) {
        trend[d * rows + row] = back(block.trend[r * draws + d])
        yhat[d * rows + row] = back(block.yhat[r * draws + d])
      }
    })
  })
  return writeTable({ ds: time(ds), draw: int32(draw), trend: float64(trend), yhat: float64(yhat) })
}
