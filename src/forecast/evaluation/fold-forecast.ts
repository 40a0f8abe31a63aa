/**
 * One fold: every candidate fitted to the rows up to the cutoff and asked for the rows after it. Typed arrays in, typed arrays out, so that
 * the same function runs here and on a worker.
 *
 * The further columns of the rows to forecast (regressors, conditions, limits) are their real ones, as in Prophet, but for regressors with a
 * model of their own: the fold forecasts these too. Their y is never seen.
 */
import { BodkinError, type ErrorCode } from '../../errors.js'
import { randomStream } from '../../numeric/random.js'
import type { Task } from '../../parallel/task.js'
import { showTime } from '../calendar.js'
import { forecastColumns } from '../forecast-columns.js'
import type { History } from '../history.js'
import { withoutForecast } from '../predictors/complete-frame.js'
import { fitCandidate, type Candidate, type Preparations } from './candidates.js'
import { pastOf, windowOf, type Fold } from './folds.js'

/** A forecast of a fold's rows, in their order. */
export interface FoldForecast {
  readonly yhat: Float64Array
  /** NaN where the candidate has no bounds. */
  readonly lower: Float64Array
  readonly upper: Float64Array
}

/** Why a candidate could not be fitted to a fold. */
export interface FoldFailure {
  readonly code: ErrorCode
  readonly message: string
  readonly details: Record<string, unknown>
}

/** What became of a candidate in a fold: one of the two. */
export type FoldOutcome =
  | { readonly forecast: FoldForecast; readonly failure: undefined }
  | { readonly forecast: undefined; readonly failure: FoldFailure }

/** What a worker needs for a fold. */
export interface FoldInput {
  /** The whole history; rows behind the fold's window are not looked at. */
  readonly history: History
  readonly fold: Fold
  readonly candidates: readonly Candidate[]
  readonly seed: number
}

/** All candidates of one fold, in order. A failure of one is an outcome, not an error. */
export const foldTask: Task<FoldInput, FoldOutcome[]> = {
  name: 'forecast/fold',
  run: ({ history, fold, candidates, seed }) => {
    const forecast = foldForecaster(history, fold, seed)
    return candidates.map(forecast)
  },
  transfer: (outcomes) =>
    outcomes.flatMap(({ forecast }) =>
      forecast === undefined
        ? []
        : [forecast.yhat, forecast.lower, forecast.upper].map(({ buffer }) => buffer as ArrayBuffer),
    ),
}

/**
 * Open a fold: the function returned fits a candidate to the rows up to the cutoff and forecasts the fold's window. Candidates that can
 * share work (the same additive design under other prior scales) do.
 *
 * @param seed of simulated intervals; every cutoff has a stream of its own, so neither the other folds nor the workers matter
 */
export function foldForecaster(history: History, fold: Fold, seed: number): (candidate: Candidate) => FoldOutcome {
  const past = pastOf(history, fold)
  const frame = windowOf(history, fold)
  const known: Preparations = new Map()
  const foldSeed = randomStream(seed, `fold ${fold.cutoff}`).bits()

  function forecast(candidate: Candidate): FoldForecast {
    if (past.ds.length < 2) {
      throw new BodkinError(
        'DATA',
        `a fold needs at least 2 rows up to its cutoff, got ${past.ds.length}: make "initial" longer`,
        { rows: past.ds.length },
      )
    }
    const model = fitCandidate(past, candidate, known)
    const { intervalWidth, output, frequency } = candidate
    const rows = model.kind === 'additive' ? withoutForecast(model, frame) : frame
    const columns = new Map(forecastColumns(model, rows, { ...output, intervalWidth, seed: foldSeed }, frequency))
    const column = (name: string): Float64Array => columns.get(name) ?? new Float64Array(frame.ds.length).fill(NaN)
    return { yhat: column('yhat'), lower: column('yhat_lower'), upper: column('yhat_upper') }
  }

  return (candidate) => {
    try {
      return { forecast: forecast(candidate), failure: undefined }
    } catch (error) {
      if (!(error instanceof BodkinError)) throw error
      const { code, message, details } = error
      const cutoff = showTime(fold.cutoff)
      return {
        forecast: undefined,
        failure: { code, message: `cutoff ${cutoff}: ${message}`, details: { ...details, cutoff } },
      }
    }
  }
}
