/**
 * Cap and floor: the limits between which logistic growth runs, as numbers or as columns.
 */
import { BodkinError } from '../../errors.js'
import { showTime } from '../calendar.js'
import type { ModelSettings } from '../options.js'
import type { Frame } from './frame.js'

type Limits = Pick<ModelSettings, 'growth' | 'cap' | 'floor'>

/** Names of the columns that hold limits. */
export function limitColumns({ cap, floor }: Limits): string[] {
  return [cap, floor].filter((limit) => typeof limit === 'string')
}

/** The floor at every row, in units of y: the caller's for logistic growth, else the scale's constant. */
export function floorAt({ growth, floor }: Limits, { ds, columns }: Frame, constant: number): Float64Array {
  return growth === 'logistic' && floor !== undefined
    ? limitAt(floor, ds.length, columns)
    : new Float64Array(ds.length).fill(constant)
}

/** The cap at every row, in units of y; undefined when growth has none. */
export function capAt({ growth, cap }: Limits, { ds, columns }: Frame): Float64Array | undefined {
  return growth === 'logistic' && cap !== undefined ? limitAt(cap, ds.length, columns) : undefined
}

/** A limit at every row. */
export function limitAt(limit: number | string, rows: number, columns: Frame['columns']): Float64Array {
  return typeof limit === 'string' ? columns[limit] : new Float64Array(rows).fill(limit)
}

/** Refuse rows whose cap is not above their floor. */
export function assertCapacity(limits: Limits, ds: Float64Array, columns: Frame['columns']): void {
  const cap = capAt(limits, { ds, columns })
  if (cap === undefined) return
  const floor = floorAt(limits, { ds, columns }, 0)
  const bad = cap.findIndex((value, i) => !(value > floor[i]))
  if (bad < 0) return
  throw new BodkinError(
    'DATA',
    `cap must exceed floor, got cap ${cap[bad]} and floor ${floor[bad]} at ${showTime(ds[bad])}`,
    {
      cap: cap[bad],
      floor: floor[bad],
      time: showTime(ds[bad]),
    },
  )
}
