/**
 * Rules that all documents of models share: arrays of numbers, times, histories, calibrations.
 */
import { BodkinError } from '../errors.js'
import { nullable, number, readRecord, record, refuse, rule, type Rule } from '../options/rules.js'
import { parseFrequency } from './frequency.js'
import type { Conformal } from './intervals/conformal.js'
import type { AdditiveModel } from './model.js'

export const widths: Rule<number> = number({ above: 0, below: 1 })

/** No number of a fitted model is larger: products of two stay finite. */
const LARGEST = 1e150

/** A finite number of a fitted model. */
export const figure: Rule<number> = number({ min: -LARGEST, max: LARGEST })

export const numbers: Rule<Float64Array> = {
  expected: 'an array of finite numbers',
  read(value, place) {
    if (!Array.isArray(value)) return refuse(place, numbers.expected, value)
    const bad = value.findIndex((item) => typeof item !== 'number' || !(Math.abs(item) <= LARGEST))
    if (bad >= 0) return refuse({ ...place, path: `${place.path}[${bad}]` }, 'a finite number', value[bad])
    return Float64Array.from(value as number[])
  },
}

/** Finite numbers, or null for NaN. */
export const numbersOrNull: Rule<Float64Array> = {
  expected: 'an array of finite numbers and nulls',
  read(value, place) {
    if (!Array.isArray(value)) return refuse(place, numbersOrNull.expected, value)
    const bad = value.findIndex((item) => item !== null && (typeof item !== 'number' || !Number.isFinite(item)))
    if (bad >= 0) return refuse({ ...place, path: `${place.path}[${bad}]` }, 'a finite number or null', value[bad])
    return Float64Array.from(value as (number | null)[], (item) => item ?? NaN)
  },
}

/** A number of at least 0, or null for NaN. */
export const deviation: Rule<number> = {
  expected: 'a number of at least 0 or null',
  read: (value, place) => (value === null ? NaN : number({ min: 0 }).read(value, place)),
}

export const ascending: Rule<Float64Array> = {
  expected: 'ascending times in milliseconds',
  read(value, place) {
    const times = numbers.read(value, place)
    const bad = times.findIndex((time, i) => Math.abs(time) > 8.64e15 || time < times[i - 1])
    if (bad >= 0) return refuse({ ...place, path: `${place.path}[${bad}]` }, ascending.expected, times[bad])
    return times
  },
}

/** An object of any keys whose values follow one rule; `.key` is added to the path. */
export function recordOf<T>(entry: Rule<T>): Rule<Readonly<Record<string, T>>> {
  const expected = 'an object'
  return {
    expected,
    read(value, place) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(place, expected, value)
      return Object.freeze(
        Object.fromEntries(
          Object.entries(value).map(([name, item]) => [
            name,
            entry.read(item, { ...place, path: `${place.path}.${name}` }),
          ]),
        ),
      )
    },
  }
}

/** A frequency that can be parsed. */
export const frequency: Rule<string> = rule('a frequency', (value): value is string => {
  try {
    parseFrequency(value)
    return true
  } catch (error) {
    if (error instanceof BodkinError) return false
    throw error
  }
})

export const time: Rule<AdditiveModel['time']> = record<AdditiveModel['time']>({
  start: number(),
  end: number(),
  frequency: nullable(frequency),
})
export const history: Rule<AdditiveModel['history']> = record<AdditiveModel['history']>({
  ds: ascending,
  y: numbers,
  columns: recordOf(numbers),
})

export const calibration: Rule<Conformal> = {
  expected: 'a calibration',
  read(value, place) {
    const read = readRecord<Conformal>(
      { coverage: widths, achieved: nullable(number({ min: 0, max: 1 })), reach: ascending, halfWidth: numbers },
      value,
      place,
    )
    const { reach, halfWidth } = read
    if (reach.length === 0) refuse({ ...place, path: `${place.path}.reach` }, 'at least one time', [])
    if (halfWidth.length !== reach.length || halfWidth.some((half, i) => half < (halfWidth[i - 1] ?? 0))) {
      const expected = `${reach.length} ascending numbers of at least 0`
      refuse({ ...place, path: `${place.path}.halfWidth` }, expected, Array.from(halfWidth))
    }
    return read
  },
}
