/**
 * The inner loops of growing trees, the TypeScript twin of the WebAssembly kernel: the same operations in the same order, hence the same
 * bits. Both work on one memory, the arena; addresses are in bytes, and this file sees the arena through typed views.
 *
 *   histogram   slot(f, b) += (g_r, h_r)  for every row r of a node and every feature f, b its bin
 *   scan        the best numeric split of a node: sums of slots from the left (missing goes right) and, where the node has missing values,
 *               from the right (missing goes left)
 *
 * Notation: G, H sums of gradients and Hessians (f64) of f32 pairs (g, h); T(G) = sign(G)·max(|G| − α, 0);
 *   gain(G, H) = T(G)² / (H + λ)        loss_chg = gain(left) + gain(right) − gain(node)
 * Where a weight is clipped (maxDeltaStep, monotone bounds) gain(G, H) = −(2·G·w + (H + λ)·w²) at the clipped weight w, and a split whose
 * weights run against the feature's direction counts as −∞. T(G)², H + λ, gains and their differences are rounded to f32, as in XGBoost
 * (Chen & Guestrin, XGBoost: A Scalable Tree Boosting System, 2016; src/tree/hist/evaluate_splits.h of version 3).
 * Cost: rows · features for a histogram, slots for a scan.
 */

/** A memory and the loops over it. All addresses in bytes; `wide` is 1 where bins take two bytes, else 0. */
export interface TreeKernel {
  readonly u8: Uint8Array
  readonly u16: Uint16Array
  readonly i32: Int32Array
  readonly f32: Float32Array
  readonly f64: Float64Array
  /**
   * Add the rows of a node to a histogram.
   *
   * @param bins row-major bins, `stride` a row
   * @param rows i32 row numbers, `count` of them
   * @param gradients f32 pairs (g, h), one a row of the matrix
   * @param hist f64 pairs, one a slot
   * @param starts i32 first slot of each feature
   * @param scratch room for TREE_BLOCK_ROWS gradients and rows of bins, and 32 bytes more
   */
  histogram(
    bins: number,
    wide: number,
    stride: number,
    rows: number,
    count: number,
    gradients: number,
    hist: number,
    starts: number,
    scratch: number,
  ): void
  /** Add the rows of a node to a histogram of row counts, i32 a slot. */
  countRows(bins: number, wide: number, stride: number, rows: number, count: number, hist: number, starts: number): void
  /** hist −= other, over so many f64 pairs. */
  subtract(hist: number, other: number, slots: number): void
  /** hist −= other, over so many i32. */
  subtractCounts(hist: number, other: number, slots: number): void
  /** G and H of the rows, in their order, to two f64 at `out`. */
  sum(rows: number, count: number, gradients: number, out: number): void
  /**
   * Order the rows of a node so that those whose bin has a 1 in `table` come first; both sides keep their order.
   *
   * @param column address of the feature's bins, one a row of the matrix
   * @param scratch room for `count` row numbers
   * @returns how many went to the left
   */
  partition(column: number, wide: number, rows: number, count: number, table: number, scratch: number): number
  /** margins[r] += value in f32, for the rows. */
  addLeaf(margins: number, rows: number, count: number, value: number): void
  /**
   * The best numeric split of a node.
   *
   * @param hist,counts the node's histograms; `counts` 0 where rows are not counted
   * @param list i32 features to look at, ascending; each has four i32 at `features`: first slot, value bins, 1 where it can be missing,
   *   its direction (−1, 0, 1)
   * @param node eight f64: G, H, rows, gain (f32), lower and upper bound of the weight (f32), and room
   * @param rules eight f64: λ, α, maxDeltaStep, minChildWeight, minRows, 1 where weights are bounded by monotone constraints
   * @param out eight f64: loss_chg (0 when there is no split), feature, bin, 1 where missing goes left, G and H of the left child
   * @param scratch room for 20 bytes a bin of the widest feature, and 40 bytes more
   */
  scan(
    hist: number,
    counts: number,
    features: number,
    list: number,
    listCount: number,
    node: number,
    rules: number,
    out: number,
    scratch: number,
  ): void
}

/** Rows that the kernel copies together. */
export const TREE_BLOCK_ROWS = 512
/** i32 values of a feature at `features`. */
export const FEATURE_FIELDS = 4

/** The views and loops over a memory. */
export function twinKernel(buffer: ArrayBuffer): TreeKernel {
  const u8 = new Uint8Array(buffer)
  const u16 = new Uint16Array(buffer)
  const i32 = new Int32Array(buffer)
  const f32 = new Float32Array(buffer)
  const f64 = new Float64Array(buffer)
  const { scan } = scanOver(i32, f64)
  return {
    u8,
    u16,
    i32,
    f32,
    f64,
    scan,

    histogram(bins, wide, stride, rows, count, gradients, hist, starts) {
      const cells: Uint8Array | Uint16Array = wide === 1 ? u16 : u8
      const base = bins >> wide
      const [ids, pairs, sums, slots] = [rows >> 2, gradients >> 2, hist >> 3, starts >> 2]
      for (let i = 0; i < count; i++) {
        const row = i32[ids + i]
        const g = f32[pairs + 2 * row]
        const h = f32[pairs + 2 * row + 1]
        const cell = base + row * stride
        for (let f = 0; f < stride; f++) {
          const at = sums + 2 * (i32[slots + f] + cells[cell + f])
          f64[at] += g
          f64[at + 1] += h
        }
      }
    },

    countRows(bins, wide, stride, rows, count, hist, starts) {
      const cells: Uint8Array | Uint16Array = wide === 1 ? u16 : u8
      const base = bins >> wide
      const [ids, sums, slots] = [rows >> 2, hist >> 2, starts >> 2]
      for (let i = 0; i < count; i++) {
        const cell = base + i32[ids + i] * stride
        for (let f = 0; f < stride; f++) i32[sums + i32[slots + f] + cells[cell + f]]++
      }
    },

    subtract(hist, other, slots) {
      const [a, b] = [hist >> 3, other >> 3]
      for (let i = 0; i < 2 * slots; i++) f64[a + i] -= f64[b + i]
    },

    subtractCounts(hist, other, slots) {
      const [a, b] = [hist >> 2, other >> 2]
      for (let i = 0; i < slots; i++) i32[a + i] -= i32[b + i]
    },

    sum(rows, count, gradients, out) {
      const [ids, pairs] = [rows >> 2, gradients >> 2]
      let g = 0
      let h = 0
      for (let i = 0; i < count; i++) {
        const at = pairs + 2 * i32[ids + i]
        g += f32[at]
        h += f32[at + 1]
      }
      f64[out >> 3] = g
      f64[(out >> 3) + 1] = h
    },

    partition(column, wide, rows, count, table, scratch) {
      const cells: Uint8Array | Uint16Array = wide === 1 ? u16 : u8
      const base = column >> wide
      const [ids, rest] = [rows >> 2, scratch >> 2]
      let left = 0
      let right = 0
      for (let i = 0; i < count; i++) {
        const row = i32[ids + i]
        i32[ids + left] = row
        i32[rest + right] = row
        const goesLeft = u8[table + cells[base + row]]
        left += goesLeft
        right += 1 - goesLeft
      }
      i32.copyWithin(ids + left, rest, rest + right)
      return left
    },

    addLeaf(margins, rows, count, value) {
      const [to, ids] = [margins >> 2, rows >> 2]
      for (let i = 0; i < count; i++) f32[to + i32[ids + i]] += value
    },
  }
}

/** The scan over a memory; apart from the rest because it is the longest. */
function scanOver(i32: Int32Array, f64: Float64Array): Pick<TreeKernel, 'scan'> {
  const { fround } = Math
  // the rules and the node of the running scan
  let lambda = 0
  let alpha = 0
  let maxStep = 0
  let minWeight = 0
  let minRows = 0
  let bounded = false
  let plain = true
  let lower = 0
  let upper = 0
  let nodeG = 0
  let nodeH = 0
  let nodeRows = 0
  let nodeGain = 0
  let best = 0
  let result = 0

  function threshold(g: number): number {
    return g > alpha ? g - alpha : g < -alpha ? g + alpha : 0
  }

  function weight(g: number, h: number): number {
    let w = 0
    if (h >= minWeight && h > 0) {
      w = -threshold(g) / (h + lambda)
      if (maxStep !== 0 && Math.abs(w) > maxStep) w = w < 0 ? -maxStep : maxStep
    }
    w = fround(w)
    return bounded ? (w < lower ? lower : w > upper ? upper : w) : w
  }

  function plainGain(g: number, h: number): number {
    if (h <= 0) return 0
    const t = threshold(g)
    return fround(fround(t * t) / fround(h + lambda))
  }

  function gainAt(g: number, h: number, w: number): number {
    if (h <= 0) return 0
    const [gs, hs] = [fround(g), fround(h)]
    return -fround(fround(fround(2 * gs) * w) + fround(fround(hs + lambda) * fround(w * w)))
  }

  function lossOf(leftG: number, leftH: number, rightG: number, rightH: number, direction: number): number {
    if (plain) {
      return fround(fround(plainGain(leftG, leftH) + plainGain(rightG, rightH)) - nodeGain)
    }
    const wl = weight(leftG, leftH)
    const wr = weight(rightG, rightH)
    if ((direction > 0 && wl > wr) || (direction < 0 && wl < wr)) return -Infinity
    return fround(fround(gainAt(leftG, leftH, wl) + gainAt(rightG, rightH, wr)) - nodeGain)
  }

  /** Sum slots in one direction; `missingLeft` sums from the right, so that what is missing stays on the left. */
  function walk(
    sums: number,
    rowSums: number,
    bins: number,
    feature: number,
    direction: number,
    missingLeft: boolean,
  ): void {
    let g = 0
    let h = 0
    let n = 0
    for (let step = 0; step < bins; step++) {
      const bin = missingLeft ? bins - 1 - step : step
      const [binG, binH] = [f64[sums + 2 * bin], f64[sums + 2 * bin + 1]]
      if (binG === 0 && binH === 0) continue
      g += binG
      h += binH
      if (rowSums >= 0) n += i32[rowSums + bin]
      const otherH = nodeH - h
      if (h < minWeight || otherH < minWeight) continue
      if (rowSums >= 0 && (n < minRows || nodeRows - n < minRows)) continue
      const otherG = nodeG - g
      const loss = missingLeft ? lossOf(otherG, otherH, g, h, direction) : lossOf(g, h, otherG, otherH, direction)
      if (!(loss > best) || loss === Infinity) continue
      best = loss
      f64[result] = loss
      f64[result + 1] = feature
      f64[result + 2] = missingLeft ? bin - 1 : bin
      f64[result + 3] = missingLeft ? 1 : 0
      f64[result + 4] = missingLeft ? otherG : g
      f64[result + 5] = missingLeft ? otherH : h
    }
  }

  return {
    scan(hist, counts, features, list, listCount, node, rules, out) {
      const at = rules >> 3
      lambda = f64[at]
      alpha = f64[at + 1]
      maxStep = f64[at + 2]
      minWeight = f64[at + 3]
      minRows = f64[at + 4]
      bounded = f64[at + 5] !== 0
      plain = !bounded && maxStep === 0
      const from = node >> 3
      nodeG = f64[from]
      nodeH = f64[from + 1]
      nodeRows = f64[from + 2]
      nodeGain = f64[from + 3]
      lower = f64[from + 4]
      upper = f64[from + 5]
      best = 0
      result = out >> 3
      f64.fill(0, result, result + 8)
      for (let i = 0; i < listCount; i++) {
        const feature = i32[(list >> 2) + i]
        const fields = (features >> 2) + FEATURE_FIELDS * feature
        const start = i32[fields]
        const bins = i32[fields + 1]
        const sums = (hist >> 3) + 2 * start
        const rowSums = counts === 0 ? -1 : (counts >> 2) + start
        const direction = i32[fields + 3]
        walk(sums, rowSums, bins, feature, direction, false)
        if (i32[fields + 2] === 1 && f64[sums + 2 * bins + 1] > 0) walk(sums, rowSums, bins, feature, direction, true)
      }
    },
  }
}
