/** Which errors of one series are the call's own. */
import type { BodkinError } from '../../errors.js'

/**
 * Whether an error that came up at one series is that of the call, and would come up at every other: the country cannot be looked up,
 * whatever the times. All else (a changepoint outside of a short history, say) is the series' own.
 */
export function isCallFault({ details }: BodkinError): boolean {
  return details['option'] === 'country'
}
