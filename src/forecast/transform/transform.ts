/**
 * Transforms of y: the model is fitted to z = f(y) and its forecasts are brought back by f⁻¹.
 *
 *   log1p     z = ln(1 + y)        y = e^z − 1        y > −1; effects multiply 1 + y
 *   softplus  z = ln(e^y − 1)      y = ln(1 + e^z)    y > 0; nearly y itself from 5 on, so it bends only what would turn negative
 *
 * Both rise, so a quantile of z becomes that quantile of y exactly: bounds need no correction, and yhat, the centre of a symmetric z, is the
 * median of y (its mean lies above). Written so that neither tail loses digits: ln(e^y − 1) = y + ln(1 − e^−y).
 */
import { BodkinError } from '../../errors.js'

/** What is done to y before the fit. */
export type Transform = 'none' | 'log1p' | 'softplus'

interface Curve {
  readonly forward: (y: number) => number
  readonly back: (z: number) => number
  /** y must lie above this. */
  readonly above: number
}

const CURVES: Readonly<Record<Exclude<Transform, 'none'>, Curve>> = {
  log1p: { forward: Math.log1p, back: Math.expm1, above: -1 },
  softplus: {
    forward: (y) => y + Math.log(-Math.expm1(-y)),
    back: (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))),
    above: 0,
  },
}

/** The values in the model's scale; the same array when there is no transform. */
export function transformed(values: Float64Array, transform: Transform): Float64Array {
  return transform === 'none' ? values : values.map(CURVES[transform].forward)
}

/** The way back to units of y; undefined when there is none to go. */
export function backTransform(transform: Transform): ((value: number) => number) | undefined {
  return transform === 'none' ? undefined : CURVES[transform].back
}

/** The first value that cannot be transformed, or −1. NaN is passed over. */
export function outsideDomain(values: Float64Array, transform: Transform): number {
  if (transform === 'none') return -1
  const { above } = CURVES[transform]
  return values.findIndex((value) => value <= above)
}

/**
 * Refuse values that cannot be transformed.
 *
 * @param where says where entry i stands, for the message: `row 7`
 */
export function assertDomain(
  values: Float64Array,
  transform: Transform,
  column: string,
  where: (i: number) => string,
): void {
  const bad = outsideDomain(values, transform)
  if (bad < 0 || transform === 'none') return
  throw new BodkinError(
    'DATA',
    `column "${column}", ${where(bad)}: must be above ${CURVES[transform].above} for transform "${transform}", got ${values[bad]}`,
    { column, row: bad, value: values[bad] },
  )
}
