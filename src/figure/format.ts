/** Numbers and times as text, the same way in figures, tables and summaries. */

const dayMs = 86_400_000

/**
 * Digits after the point that a column of numbers needs: none from 1,000 on, one from 100 on, else enough for three figures of the largest.
 *
 * `decimalsFor([1234.5, 3])` → `0`; `decimalsFor([0.0123])` → `4`
 */
export function decimalsFor(values: Iterable<number>): number {
  let largest = 0
  for (const value of values) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value))
  if (largest >= 1000) return 0
  if (largest >= 100) return 1
  if (largest === 0) return 0
  return Math.min(8, Math.max(2, 2 - Math.floor(Math.log10(largest))))
}

/** A number with thousands separators and `decimals` digits; a dash when it is missing. `formatNumber(11829.7, 1)` → `'11,829.7'` */
export function formatNumber(
  value: number | null,
  decimals: number = value === null ? 0 : decimalsFor([value]),
): string {
  if (value === null || !Number.isFinite(value)) return '–'
  const text = value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
  return text.replace(/^-(?=[0.,]*$)/, '').replace('-', '−')
}

/** A number with its sign: `formatSigned(12.3, 1)` → `'+12.3'` */
export function formatSigned(value: number, decimals: number = decimalsFor([value])): string {
  const text = formatNumber(value, decimals)
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text
}

/** A share as a percentage: `formatShare(0.8123)` → `'81.2 %'` */
export function formatShare(value: number | null, decimals: number = 1): string {
  if (value === null || !Number.isFinite(value)) return '–'
  return `${formatNumber(value * 100, decimals)} %`
}

/** An instant in UTC: the date alone at midnight, else date and time. `formatTime(0)` → `'1970-01-01'` */
export function formatTime(ms: number): string {
  const text = new Date(ms).toISOString()
  if (ms % dayMs === 0) return text.slice(0, 10)
  return ms % 60_000 === 0 ? text.slice(0, 16).replace('T', ' ') : text.slice(0, 19).replace('T', ' ')
}
