/**
 * Run the models of a panel on the pool, piece by piece, and put the answers back to their series.
 */
import { withPool } from '../../parallel/pool.js'
import { checkAborted } from '../../parallel/run-options.js'
import type { Candidate } from '../evaluation/candidates.js'
import { chunksOf, type Chunk } from '../panel/chunks.js'
import type { Panel, SeriesFailure } from '../panel/panel.js'
import { seriesTask, type SeriesInput, type SeriesOutput } from './forecast-series.js'
import type { ManySettings } from './many-options.js'
import { isFailure } from './settle-frames.js'

/** What became of each series. */
export interface Outcomes {
  readonly failures: readonly (SeriesFailure | undefined)[]
  readonly notes: readonly (readonly string[])[]
  /** Where the rows of each series stand in `outputs`: which one, and from which row on. */
  readonly places: readonly ({ readonly output: number; readonly from: number } | undefined)[]
  readonly outputs: readonly SeriesOutput[]
}

/** Rows of a piece of work: some 20 to 50 ms of the cheap models; a series of the others takes as long. */
const FAST_ROWS = 12_000

/** Fit and forecast every series; the same outcomes for any number of workers. */
export async function runSeries(
  panel: Panel,
  candidates: readonly (Candidate | SeriesFailure)[],
  { periods, frequency, seed, workers, signal, onProgress }: ManySettings,
): Promise<Outcomes> {
  const failures = panel.series.map(({ frame, failure }) => {
    if (failure !== undefined) return failure
    const settled = candidates[frame]
    return isFailure(settled) ? settled : undefined
  })
  const notes: (readonly string[])[] = panel.series.map(() => [])
  const places: Outcomes['places'][number][] = panel.series.map(() => undefined)
  const fast = candidates.every((settled) => isFailure(settled) || isFast(settled))
  const forecastable = {
    ...panel,
    series: panel.series.map((one, i) => (failures[i] === undefined ? one : { ...one, frame: -1 })),
  }
  const chunks = chunksOf(forecastable, fast ? FAST_ROWS : 1)
  const inputs = chunks.map((chunk): SeriesInput => {
    const groups = chunk.map(({ frame, series }) => ({
      frame: panel.frames[frame],
      candidate: candidates[frame] as Candidate,
      series: series.map((i) => ({ id: panel.series[i].id, start: panel.series[i].start })),
    }))
    return { data: panel.data, groups, periods, frequency, seed }
  })
  checkAborted(signal)
  const outputs = await withPool(workers, (pool) =>
    pool.map(seriesTask, inputs, { signal, onProgress, label: 'series', units: seriesCount }),
  )
  outputs.forEach((output, o) => {
    seriesOf(chunks[o]).forEach((i, position) => {
      failures[i] = output.failures[position]
      notes[i] = output.notes[position]
      places[i] = { output: o, from: position * periods }
    })
  })
  return { failures, notes, places, outputs }
}

function seriesCount({ groups }: SeriesInput): number {
  return groups.reduce((sum, { series }) => sum + series.length, 0)
}

function seriesOf(chunk: Chunk): number[] {
  return chunk.flatMap(({ series }) => series)
}

/** Whether a fit takes microseconds a row: simple baselines, and the additive model where it is linear with independent errors. */
function isFast(candidate: Candidate): boolean {
  if (candidate.model === 'ets' || candidate.model === 'theta' || candidate.model === 'arima') return false
  if (candidate.model !== 'additive') return true
  const { settings, holidays, predictors } = candidate.recipe
  const multiplicative = [
    settings.seasonalityMode,
    settings.holidaysMode,
    ...[...settings.seasonalities, ...settings.regressors, ...holidays].map(({ mode }) => mode),
  ]
  return (
    settings.growth !== 'logistic' &&
    settings.autoregression === 0 &&
    Object.keys(predictors).length === 0 &&
    candidate.output.interval !== 'simulation' &&
    !multiplicative.includes('multiplicative')
  )
}
