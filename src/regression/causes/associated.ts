/**
 * Which features say nearly the same: groups of features that a table cannot keep apart.
 *
 *   η²(A | B) = 1 − within / total sum of squares of A over the cells of B, less what chance explains:  1 − (1 − η²)(n − 1)/(n − cells)
 *
 * A number's cells are 16 bins at its quantiles, so that a temperature that follows the month up and down counts although their
 * correlation is small; for a category A the sums of squares are those of its 0/1 columns (Goodman & Kruskal's τ). Two features are
 * associated when the larger of η²(A | B) and η²(B | A) is at least .5, and groups are what chains of them connect. O(m²·n).
 */
import type { FeatureColumn } from '../columns.js'
import { categoryBins, numberBins } from './small-matrix.js'

const ENOUGH = 0.5

/** How features hang together. Structured-cloneable. */
export interface Associations {
  /** Group of each feature, 0, 1, … by first feature. */
  readonly group: Int32Array
  /** For each feature the one that it is most associated with in its group; −1 when it stands alone. */
  readonly nearest: Int32Array
}

/** Find the groups. */
export function associated(columns: readonly FeatureColumn[]): Associations {
  const count = columns.length
  const cells = columns.map(({ kind, values }) => (kind === 'category' ? categoryBins(values) : numberBins(values)))
  const strength = (a: number, b: number): number => explainedBy(columns[a], cells[b].codes)
  const group = Int32Array.from({ length: count }, (_, f) => f)
  const nearest = new Int32Array(count).fill(-1)
  const highest = new Float64Array(count)
  for (let a = 0; a < count; a++)
    for (let b = 0; b < a; b++) {
      const both = Math.max(strength(a, b), strength(b, a))
      if (!(both >= ENOUGH)) continue
      for (const [of, other] of [
        [a, b],
        [b, a],
      ])
        if (both > highest[of]) {
          highest[of] = both
          nearest[of] = other
        }
      const [kept, merged] = [Math.min(group[a], group[b]), Math.max(group[a], group[b])]
      for (let f = 0; f < count; f++) if (group[f] === merged) group[f] = kept
    }
  return { group, nearest }
}

/** η² of a feature over labelled rows, adjusted; 1 for a feature that is constant within every label, 0 where it has no meaning. */
export function explainedBy({ kind, values }: FeatureColumn, labels: Int32Array): number {
  const size = labels.reduce((most, label) => Math.max(most, label), -1) + 1
  if (kind === 'numeric') return share([Float64Array.from(values)], labels, size, values.length)
  const { codes, count } = categoryBins(values)
  const parts = Array.from({ length: count }, (_, bin) =>
    Float64Array.from(codes, (code) => (code < 0 ? NaN : Number(code === bin))),
  )
  return share(parts, labels, size, values.length)
}

/** η² over all parts of A, adjusted; 0 where it has no meaning. */
function share(parts: readonly Float64Array[], codes: Int32Array, size: number, rows: number): number {
  let within = 0
  let total = 0
  let used = 0
  for (const part of parts) {
    const sum = new Float64Array(size)
    const count = new Float64Array(size)
    let squares = 0
    for (let r = 0; r < rows; r++) {
      if (codes[r] < 0 || Number.isNaN(part[r])) continue
      sum[codes[r]] += part[r]
      count[codes[r]]++
    }
    used = count.reduce((all, n) => all + n, 0)
    const mean = sum.reduce((all, s) => all + s, 0) / used
    for (let r = 0; r < rows; r++) {
      if (codes[r] < 0 || Number.isNaN(part[r])) continue
      squares += (part[r] - mean) ** 2
      within += (part[r] - sum[codes[r]] / count[codes[r]]) ** 2
    }
    total += squares
  }
  if (!(total > 0) || used <= size) return 0
  return 1 - ((within / total) * (used - 1)) / (used - size)
}
