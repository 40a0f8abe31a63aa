/**
 * The forms of exponential smoothing, and which of them a series may take.
 *
 * ETS(error, trend, season) of Hyndman et al. (2008): error A or M, trend N, A or damped A, season N, A or M. As in R's `ets` with its
 * defaults there is no multiplicative trend, and no additive error with a multiplicative season (its variance may be infinite).
 */

/** One form: `{ error: 'M', trend: 'A', damped: true, season: 'M' }` is ETS(M,Ad,M). */
export interface EtsForm {
  /** 'A': errors are added; 'M': errors are relative to the forecast. */
  readonly error: 'A' | 'M'
  readonly trend: 'N' | 'A'
  /** Whether the slope fades by a factor φ a row; only with a trend. */
  readonly damped: boolean
  readonly season: 'N' | 'A' | 'M'
}

/** The form as text. `formName({ error: 'A', trend: 'A', damped: true, season: 'N' })` → `'ETS(A,Ad,N)'` */
export function formName({ error, trend, damped, season }: EtsForm): string {
  return `ETS(${error},${trend}${damped ? 'd' : ''},${season})`
}

/** Estimated numbers of a form with a season of m rows: smoothing parameters, free initial states, and the variance. */
export function parameterCount({ trend, damped, season }: EtsForm, m: number): number {
  return 3 + (trend === 'A' ? 2 : 0) + (damped ? 1 : 0) + (season === 'N' ? 0 : m)
}

/**
 * The forms to choose among, the plainest first.
 *
 * @param positive whether all values are > 0: only then relative errors and a multiplicative season
 * @param seasonal whether a season is asked for
 * @param damped true or false: only trends that are, or are not, damped
 */
export function candidateForms(positive: boolean, seasonal: boolean, damped: 'auto' | boolean): EtsForm[] {
  const forms: EtsForm[] = []
  const trends: Pick<EtsForm, 'trend' | 'damped'>[] = [{ trend: 'N', damped: false }]
  if (damped !== true) trends.push({ trend: 'A', damped: false })
  if (damped !== false) trends.push({ trend: 'A', damped: true })
  for (const season of seasonal ? (['N', 'A', 'M'] as const) : (['N'] as const)) {
    for (const trend of trends) {
      if (season !== 'M') forms.push({ error: 'A', ...trend, season })
      if (positive) forms.push({ error: 'M', ...trend, season })
    }
  }
  return forms
}
