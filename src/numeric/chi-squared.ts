/**
 * The χ² distribution with one degree of freedom, the square of a standard normal: P(χ² > x) = P(|Z| > √x) = erfc(√(x/2)).
 * Tested against SciPy's `chi2.sf`.
 */
import { erfc } from './erfc.js'

/**
 * P(χ² > x) for one degree of freedom; 1 for x ≤ 0.
 *
 * @example
 * chiSquaredUpper(3.841458820694124)   // 0.05
 */
export function chiSquaredUpper(x: number): number {
  return x <= 0 ? 1 : erfc(Math.sqrt(x / 2))
}
