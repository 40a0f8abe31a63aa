/**
 * What the machine asks: a provider of places, or any look-up, with the way to check its answers.
 */
import type { Awaitable, CacheRow, LookupContext, QuotaLimits, Rate } from './types.js'

/** An answer, checked: the columns of a row. */
export type Answer = Readonly<Record<string, unknown>>

/** One source of answers to questions of type `A`. */
export interface Source<A> {
  readonly name: string
  readonly local: boolean
  readonly lookup: (ask: A, context: LookupContext) => Awaitable<unknown>
  readonly lookupMany: ((asks: readonly A[], context: LookupContext) => Awaitable<readonly unknown[]>) | undefined
  /** Questions in one call of `lookupMany`; 1 without. */
  readonly batchSize: number
  readonly rate: Rate | undefined
  readonly quota: QuotaLimits
  /** Name of its documents in a shared cache. */
  readonly account: string
  /** Check an answer that is not null; null when it says nothing. Throws `LookupFault`. */
  readonly read: (answer: unknown) => Answer | null
}

/** Distinct questions. */
export interface Questions<A> {
  /** Key of each in the cache. */
  readonly keys: readonly string[]
  /** What is asked for number i. */
  readonly ask: (i: number) => A
  /** Rows that wait for each: the most wanted is asked first. */
  readonly weights: Int32Array
  /** Whether a remembered row answers them: a cache may hold the answers of another look-up under the same keys. */
  readonly fits: (row: CacheRow) => boolean
}

/** The questions of a table, and the question of each row: negative codes are rows without one: −1 missing, −2 bogon, −3 invalid. */
export interface Asked<A> {
  readonly codes: Int32Array
  readonly questions: Questions<A>
}

/** Rows of each question. */
export function weightsOf(codes: Int32Array, count: number): Int32Array {
  const weights = new Int32Array(count)
  for (let row = 0; row < codes.length; row++) if (codes[row] >= 0) weights[codes[row]]++
  return weights
}

/** A name that can be a file's. */
export function documentName(name: string): string {
  return name.replaceAll(/[^\w.-]/g, '-')
}
