/**
 * One small declarative mechanism for everything that a caller may set: a rule says what is allowed, reads one value, and carries its
 * default. A schema is a record of rules; `readRecord` turns an unchecked object into complete, frozen settings, or into one clear error.
 *
 *   option "changepointRange" must be a number in [0, 1], got 1.2
 *   unknown option "changepointrange": did you mean "changepointRange"?
 *
 * The same rules read JSON documents: only the place (code, noun, path) differs.
 */
import { BodkinError, didYouMean, show, type ErrorCode } from '../errors.js'

/** Where a value stands: the error's code, the noun of its message (`option`, `document`) and the path (`seasonalities[0].period`). */
export interface Place {
  readonly code: ErrorCode
  readonly noun: string
  readonly path: string
}

/** What is allowed for one value. `absent` gives the default; a rule without it is required. */
export interface Rule<T> {
  /** Completes the sentence "… must be". */
  readonly expected: string
  readonly read: (value: unknown, place: Place) => T
  readonly absent?: () => T
}

/** A rule for every key of the settings `T`. */
export type Schema<T> = { readonly [K in keyof T]-?: Rule<T[K]> }

/** `option "path" must be …, got …`; without a path it is the whole thing: `document must be …` */
export function refuse(place: Place, expected: string, value: unknown): never {
  throw new BodkinError(place.code, refusal(place, expected, value), { [place.noun]: place.path, value })
}

function refusal({ noun, path }: Place, expected: string, value: unknown): string {
  const where = path === '' ? noun : `${noun} ${JSON.stringify(path)}`
  return `${where} must be ${expected}, got ${show(value)}`
}

/** A rule from a predicate: `check` says whether the value is allowed as it is. */
export function rule<T>(expected: string, check: (value: unknown) => value is T): Rule<T> {
  return { expected, read: (value, place) => (check(value) ? value : refuse(place, expected, value)) }
}

/** Bounds of a number. `min`/`max` are allowed themselves, `above`/`below` are not. */
export interface Bounds {
  readonly min?: number
  readonly max?: number
  readonly above?: number
  readonly below?: number
  readonly integer?: boolean
}

/** A finite number within bounds. */
export function number(bounds: Bounds = {}): Rule<number> {
  const { min = -Infinity, max = Infinity, above = -Infinity, below = Infinity, integer = false } = bounds
  return rule(describeBounds(bounds), (value): value is number => {
    if (typeof value !== 'number' || !Number.isFinite(value) || (integer && !Number.isSafeInteger(value))) return false
    return value >= min && value <= max && value > above && value < below
  })
}

function describeBounds({ min, max, above, below, integer = false }: Bounds): string {
  const noun = integer ? 'an integer' : 'a number'
  const low = above ?? min
  const high = below ?? max
  if (low !== undefined && high !== undefined) {
    return `${noun} in ${above === undefined ? '[' : '('}${low}, ${high}${below === undefined ? ']' : ')'}`
  }
  if (above !== undefined) return `${noun} above ${above}`
  if (min !== undefined) return `${noun} of at least ${min}`
  if (high !== undefined) return `${noun} ${below === undefined ? 'of at most' : 'below'} ${high}`
  return integer ? 'an integer' : 'a finite number'
}

/** An integer within bounds. */
export function integer(bounds: Omit<Bounds, 'integer'> = {}): Rule<number> {
  return number({ ...bounds, integer: true })
}

/** Text that is not empty. */
export function textRule(expected = 'text that is not empty'): Rule<string> {
  return rule(expected, (value): value is string => typeof value === 'string' && value.length > 0)
}

/** true or false. */
export function flag(): Rule<boolean> {
  return rule('true or false', (value): value is boolean => typeof value === 'boolean')
}

/** One of the given words. */
export function choice<const T extends string>(...words: readonly T[]): Rule<T> {
  const quoted = words.map((word) => JSON.stringify(word))
  const expected = words.length === 1 ? quoted[0] : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`
  return rule(expected, (value): value is T => words.some((word) => word === value))
}

/** Any value: for tables and the like, which another layer reads. */
export function anything<T>(): Rule<T> {
  return rule('given', (value): value is T => value !== null)
}

/** The first of the rules that takes the value. */
export function either<A, B>(first: Rule<A>, second: Rule<B>): Rule<A | B> {
  const expected = `${first.expected} or ${second.expected}`
  return {
    expected,
    read(value, place) {
      for (const candidate of [first, second]) {
        try {
          return candidate.read(value, place)
        } catch (error) {
          if (!(error instanceof BodkinError)) throw error
        }
      }
      return refuse(place, expected, value)
    },
  }
}

/** An array whose entries follow one rule; `[3]` is added to the path. */
export function listOf<T>(entry: Rule<T>): Rule<readonly T[]> {
  const expected = 'an array'
  return {
    expected,
    read(value, place) {
      if (!Array.isArray(value)) return refuse(place, expected, value)
      return Object.freeze(value.map((item, i) => entry.read(item, { ...place, path: `${place.path}[${i}]` })))
    },
  }
}

/** An object that follows a schema; `.key` is added to the path. */
export function record<T extends object>(schema: Schema<T>): Rule<T> {
  const expected = `an object with ${Object.keys(schema).join(', ')}`
  return { expected, read: (value, place) => readRecord(schema, value, place) }
}

/** The same rule with a default. */
export function withDefault<T>(inner: Rule<T>, value: T): Rule<T> {
  return { ...inner, absent: () => value }
}

/** The same rule; absent is allowed and stays undefined. */
export function optional<T>(inner: Rule<T>): Rule<T | undefined> {
  return { ...inner, absent: () => undefined }
}

/** The same rule, or null. */
export function nullable<T>(inner: Rule<T>): Rule<T | null> {
  const expected = `${inner.expected} or null`
  return {
    ...inner,
    expected,
    read(value, place) {
      if (value === null) return null
      try {
        return inner.read(value, place)
      } catch (error) {
        // what is wrong further inside has a better place to name
        if ((error as Error).message === refusal(place, inner.expected, value)) refuse(place, expected, value)
        throw error
      }
    },
  }
}

/** Read an object by its schema: complete and frozen, or one error. `undefined` counts as absent. */
export function readRecord<T extends object>(schema: Schema<T>, input: unknown, place: Place): T {
  // a Map, a Date or a Promise has no keys of its own and would pass for empty
  if (Object.prototype.toString.call(input) !== '[object Object]') {
    return refuse(
      place.path === '' && place.noun === 'option' ? { ...place, path: 'options' } : place,
      'an object',
      input,
    )
  }
  const keys = Object.keys(schema)
  const given = input as Readonly<Record<string, unknown>>
  for (const key of Object.keys(given)) {
    if (Object.hasOwn(schema, key)) continue
    const path = join(place.path, key)
    throw new BodkinError(place.code, `unknown ${place.noun} ${JSON.stringify(path)}${didYouMean(key, keys)}`, {
      [place.noun]: path,
    })
  }
  const settings: Record<string, unknown> = {}
  for (const key of keys) {
    const entry = (schema as Readonly<Record<string, Rule<unknown>>>)[key]
    const value = Object.hasOwn(given, key) ? given[key] : undefined
    const at = { ...place, path: join(place.path, key) }
    if (value !== undefined) settings[key] = entry.read(value, at)
    else if (entry.absent !== undefined) settings[key] = entry.absent()
    else refuse(at, entry.expected, value)
  }
  return Object.freeze(settings) as T
}

/** Read a public function's options: the usual place for `readRecord`. */
export function readOptions<T extends object>(schema: Schema<T>, options: unknown): T {
  return readRecord(schema, options, { code: 'OPTION', noun: 'option', path: '' })
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}
