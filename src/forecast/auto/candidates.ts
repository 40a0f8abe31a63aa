/**
 * The candidates of `auto`: their names, and the variants that a name stands for.
 *
 * A name with several variants (the additive models under other prior scales) is one candidate: what it forecasts in a fold is the variant
 * that did best in the folds before (see tuned.ts). The uninformed forecasts can be refused to, never published as skill.
 */
import type { ModelRecipe } from '../additive/preparation.js'
import type { ModelSettings } from '../options.js'

/** Models that a candidate can be. */
export const SINGLES = [
  'mean',
  'naive',
  'seasonalNaive',
  'drift',
  'ets',
  'theta',
  'arima',
  'additive',
  'additiveAutoregressive',
  'multiplicative',
  'multiplicativeAutoregressive',
  'damped',
] as const

/** Everything that may be published or stand in the table. */
export const CANDIDATES: readonly [...typeof SINGLES, 'median'] = [...SINGLES, 'median']

export type SingleName = (typeof SINGLES)[number]
export type CandidateName = (typeof CANDIDATES)[number]

/** What a forecast has to beat: it knows nothing but the level. */
export const UNINFORMED: readonly ['mean', 'naive'] = ['mean', 'naive']

/** Whether nothing but a median is asked for: then it is that of all models. */
export function isMedianOfAll(names: readonly CandidateName[]): boolean {
  return names.includes('median') && names.every((name) => name === 'median' || isUninformed(name))
}

/** Whether a forecast knows nothing but the level. */
export function isUninformed(name: CandidateName): boolean {
  return (UNINFORMED as readonly CandidateName[]).includes(name)
}

/** One way to fit a candidate. */
export interface Variant {
  readonly name: SingleName
  /** Of an additive model: what to fit. */
  readonly recipe: ModelRecipe | undefined
}

/** How additive variants differ from the caller's settings: stiffer and looser trends, and who takes part of the errors over. */
const ADDITIVE: readonly (readonly [SingleName, number, Partial<ModelSettings>])[] = [
  ['additive', 1, {}],
  ['additive', 10, {}],
  ['additiveAutoregressive', 0.2, { autoregression: 'auto' }],
  ['additiveAutoregressive', 1, { autoregression: 'auto' }],
  ['damped', 0.2, { autoregression: 'auto', damped: true }],
  ['multiplicative', 1, { seasonalityMode: 'multiplicative' }],
  ['multiplicativeAutoregressive', 0.2, { seasonalityMode: 'multiplicative', autoregression: 'auto' }],
]

/**
 * The variants of the names wanted.
 *
 * @param recipe the caller's additive model; its own prior scale is the middle of the grid
 * @param positive whether every value lies above 0: a multiplicative season needs that
 */
export function variantsOf(names: readonly SingleName[], recipe: ModelRecipe, positive: boolean): Variant[] {
  const { settings } = recipe
  const linear = settings.growth === 'linear'
  return SINGLES.filter((name) => names.includes(name)).flatMap((name): Variant[] => {
    if (!isAdditive(name)) return [{ name, recipe: undefined }]
    if (name.startsWith('multiplicative') && !positive) return []
    if (name === 'damped' && !linear) return []
    return ADDITIVE.filter(([owner]) => owner === name).map(([, factor, own]) => ({
      name,
      recipe: {
        ...recipe,
        settings: { ...settings, ...own, changepointPriorScale: settings.changepointPriorScale * factor },
      },
    }))
  })
}

/** Whether a candidate is a form of the additive model. */
export function isAdditive(name: CandidateName): boolean {
  return ADDITIVE.some(([owner]) => owner === name)
}
