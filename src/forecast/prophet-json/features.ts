/**
 * The order in which Prophet numbers the features, and its table of which component has which.
 *
 * Seasonalities come first, then the holidays' columns sorted by their full names (`Christmas_delim_+0` before `Christmas_delim_-1`, by code
 * point), then regressors; this package keeps the columns of a component together, offsets ascending.
 */
import { featureNames, type Component } from '../additive/components.js'

/** A feature column. */
export interface Feature {
  /** Its name, such as `weekly_delim_1`. */
  readonly name: string
  readonly component: Component
  /** Its place in `fit.beta`. */
  readonly place: number
}

/** All features in Prophet's order. O(K log K). */
export function prophetOrder(components: readonly Component[]): Feature[] {
  const features = components
    .flatMap((component) => featureNames(component).map((name) => ({ name, component })))
    .map((feature, place) => ({ ...feature, place }))
  const of = (kind: Component['kind']): Feature[] => features.filter(({ component }) => component.kind === kind)
  return [...of('seasonality'), ...of('holiday').sort((a, b) => byCodePoint(a.name, b.name)), ...of('regressor')]
}

/** Names of the columns of Prophet's table of components, and which features each one has. */
export function componentMatrix(
  components: readonly Component[],
): { readonly name: string; readonly has: (feature: Feature) => boolean }[] {
  const groups = [
    { name: 'holidays', has: ({ component }: Feature) => component.kind === 'holiday' },
    ...(['additive', 'multiplicative'] as const).flatMap((mode) => [
      { name: `${mode}_terms`, has: ({ component }: Feature) => component.mode === mode },
      {
        name: `extra_regressors_${mode}`,
        has: ({ component }: Feature) => component.mode === mode && component.kind === 'regressor',
      },
    ]),
  ]
  const features = prophetOrder(components)
  return [
    ...components.map((own) => ({ name: own.name, has: ({ component }: Feature) => component === own })),
    // the totals of both modes are always there
    ...groups.filter(({ name, has }) => name.endsWith('_terms') || features.some(has)),
  ].sort((a, b) => byCodePoint(a.name, b.name))
}

/** Order of Python's strings; JavaScript's own compares halves of surrogate pairs. */
function byCodePoint(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)]
  const differ = left.findIndex((letter, i) => letter !== right[i])
  if (differ < 0) return left.length - right.length
  return differ < right.length ? left[differ].codePointAt(0)! - right[differ].codePointAt(0)! : 1
}
