/** The fixtures of make.py. */
import { readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/** A model that XGBoost trained, and what it predicts from it. */
export interface XGBoostCase {
  readonly document: string
  /** UBJSON of the same model, base64. */
  readonly ubj?: string
  readonly features: readonly string[]
  readonly margin: string
  readonly response: string
  readonly leaves: string
  readonly importance: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly shap: string
  readonly interactions: string
  readonly baseMargin?: string
  readonly firstThree?: string
}

const folder = new URL('models/', import.meta.url)

function read<T>(name: string): T {
  return JSON.parse(gunzipSync(readFileSync(new URL(`${name}.json.gz`, folder))).toString()) as T
}

/** Names of all cases. */
export const CASES: readonly string[] = readdirSync(folder)
  .map((file) => file.replace('.json.gz', ''))
  .filter((name) => name !== 'rows')
  .toSorted()

/** One case. */
export function readCase(name: string): XGBoostCase {
  return read<XGBoostCase>(name)
}

/** Base64 of little-endian float32. */
export function floats(text: string): Float32Array {
  return new Float32Array(Uint8Array.from(Buffer.from(text, 'base64')).buffer)
}

/** Base64 of little-endian uint16. */
export function shorts(text: string): Uint16Array {
  return new Uint16Array(Uint8Array.from(Buffer.from(text, 'base64')).buffer)
}

const rows = read<{ names: string[]; places: string[]; rows: number; columns: string[] }>('rows')

/** Rows of the fixtures. */
export const ROWS: number = rows.rows

/** Labels of `place` by code. */
export const PLACES: readonly string[] = rows.places

/** The rows as columns: codes as numbers, or as labels where the model has names for them. Codes beyond the labels are labels unknown to it. */
export function table(name: string): Record<string, ArrayLike<unknown>> {
  const columns = Object.fromEntries(rows.names.map((column, i) => [column, floats(rows.columns[i])]))
  if (name === 'by-hand') {
    const named = (column: string, count: number): (string | null)[] =>
      Array.from(columns[column], (code) => (code < count ? `${column} ${code}` : null))
    return { ...columns, place: named('place', 6), kind: named('kind', 14) }
  }
  if (name !== 'named-categories') return columns
  // XGBoost refuses labels it never saw, so make.py gave it nulls for them
  const labels = (codes: Float32Array, of: (code: number) => string | undefined): (string | null)[] =>
    Array.from(codes, (code) => of(code) ?? null)
  return {
    ...columns,
    place: labels(columns['place'], (code) => rows.places[code]),
    kind: labels(columns['kind'], (code) => (code < 14 ? String(100 + code) : undefined)),
  }
}
