/**
 * Constraints by feature: directions of monotone features, and which features may meet on a path.
 *
 * On a path that has split the features P, a node may split a feature of P or of a set that holds all of P; at the root any feature
 * (XGBoost's rule, Lee 2018, pull request 3466).
 */
import { BodkinError, didYouMean } from '../../errors.js'
import type { TreeSettings } from '../options.js'
import type { ModelFeature } from '../model/tree-model.js'

/** The constraints with features by position. */
export interface Constraints {
  /** −1, 0 or 1 a feature. */
  readonly directions: Int8Array
  /** Whether any direction is not 0. */
  readonly monotone: boolean
  /** Sets of features; null when any may meet. */
  readonly sets: readonly ReadonlySet<number>[] | null
}

/**
 * Find the features that the options name.
 *
 * @throws BodkinError `OPTION` for an unknown feature, or a direction of a category
 */
export function resolveConstraints(
  { monotone, interactions }: Pick<TreeSettings, 'monotone' | 'interactions'>,
  features: readonly ModelFeature[],
): Constraints {
  const names = features.map(({ name }) => name)
  const directions = new Int8Array(features.length)
  for (const [name, sign] of Object.entries(monotone)) {
    const f = positionOf(name, names, 'monotone')
    if (features[f].kind === 'category' && sign !== 0) {
      throw new BodkinError(
        'OPTION',
        `option "monotone.${name}" must name a numeric feature, got a category: its labels have no order`,
        { option: `monotone.${name}`, value: sign },
      )
    }
    directions[f] = sign
  }
  const sets = interactions.map(
    (set, i) => new Set(set.map((name, j) => positionOf(name, names, `interactions[${i}][${j}]`))),
  )
  return { directions, monotone: directions.some((sign) => sign !== 0), sets: sets.length === 0 ? null : sets }
}

function positionOf(name: string, names: readonly string[], option: string): number {
  const at = names.indexOf(name)
  if (at >= 0) return at
  throw new BodkinError(
    'OPTION',
    `option "${option}" must name features, got ${JSON.stringify(name)}${didYouMean(name, names)}`,
    {
      option,
      value: name,
    },
  )
}

/** Features that a node may split, among `candidates`, when its path has split those of `path`. */
export function allowedFeatures(
  candidates: Int32Array,
  path: readonly number[],
  sets: readonly ReadonlySet<number>[] | null,
): Int32Array {
  if (sets === null || path.length === 0) return candidates
  const fitting = sets.filter((set) => path.every((feature) => set.has(feature)))
  return candidates.filter((feature) => path.includes(feature) || fitting.some((set) => set.has(feature)))
}
