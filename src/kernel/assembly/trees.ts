// The inner loops of growing trees: histogram, scan, partition and their helpers. What they compute, with the formulas, stands in
// ../trees-twin.ts, which does the same operations in the same order and so gets the same bits; this file knows only addresses in bytes.
//
// A histogram slot is a pair of doubles (G, H), one v128. Rows are taken in blocks of BLOCK: their gradients and bins are copied to one
// place first, so that the processor waits for many distant cache lines at once; then four features at a time run through the block, so that
// four histograms of 4 KiB stay in the first-level cache and four bins arrive with one load. A slot still gets its rows in their order.

/** Rows of a block; `scratch` has room for so many gradients and rows of bins, and one load more. Must equal the twin's BLOCK_ROWS. */
const BLOCK: usize = 512
const CELLS: usize = BLOCK * 8
/** i32 values of a feature at `features`; must equal the twin's FEATURE_FIELDS. */
const FEATURE_FIELDS: usize = 4

@inline function add(slot: usize, pair: v128): void {
  v128.store(slot, f64x2.add(v128.load(slot), pair))
}

export function histogram(
  bins: usize,
  wide: usize,
  stride: usize,
  rows: usize,
  count: usize,
  gradients: usize,
  hist: usize,
  starts: usize,
  scratch: usize,
): void {
  const rowBytes = stride << wide
  for (let begin: usize = 0; begin < count; begin += BLOCK) {
    const n = min(BLOCK, count - begin)
    const ids = rows + (begin << 2)
    for (let i: usize = 0; i < n; i++) {
      const row = <usize>load<u32>(ids + (i << 2))
      store<u64>(scratch + (i << 3), load<u64>(gradients + (row << 3)))
      const from = bins + row * rowBytes
      const to = scratch + CELLS + i * rowBytes
      // the last copy of a row may reach into the next one's place, which is written after it
      for (let b: usize = 0; b < rowBytes; b += 16) v128.store(to + b, v128.load(from + b))
    }
    if (wide) wideBlock(stride, n, hist, starts, scratch)
    else narrowBlock(stride, n, hist, starts, scratch)
  }
}

@inline function slotOf(hist: usize, starts: usize, feature: usize): usize {
  return hist + (<usize>load<u32>(starts + (feature << 2)) << 4)
}

@inline function pairAt(scratch: usize, i: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(scratch + (i << 3)))
}

function narrowBlock(stride: usize, n: usize, hist: usize, starts: usize, scratch: usize): void {
  let f: usize = 0
  for (; f + 4 <= stride; f += 4) {
    const h0 = slotOf(hist, starts, f)
    const h1 = slotOf(hist, starts, f + 1)
    const h2 = slotOf(hist, starts, f + 2)
    const h3 = slotOf(hist, starts, f + 3)
    for (let i: usize = 0; i < n; i++) {
      const cells = <usize>load<u32>(scratch + CELLS + i * stride + f)
      const pair = pairAt(scratch, i)
      add(h0 + ((cells & 255) << 4), pair)
      add(h1 + (((cells >> 8) & 255) << 4), pair)
      add(h2 + (((cells >> 16) & 255) << 4), pair)
      add(h3 + ((cells >> 24) << 4), pair)
    }
  }
  for (; f + 2 <= stride; f += 2) {
    const h0 = slotOf(hist, starts, f)
    const h1 = slotOf(hist, starts, f + 1)
    for (let i: usize = 0; i < n; i++) {
      const cells = <usize>load<u16>(scratch + CELLS + i * stride + f)
      const pair = pairAt(scratch, i)
      add(h0 + ((cells & 255) << 4), pair)
      add(h1 + ((cells >> 8) << 4), pair)
    }
  }
  if (f < stride) {
    const h0 = slotOf(hist, starts, f)
    for (let i: usize = 0; i < n; i++) {
      add(h0 + (<usize>load<u8>(scratch + CELLS + i * stride + f) << 4), pairAt(scratch, i))
    }
  }
}

function wideBlock(stride: usize, n: usize, hist: usize, starts: usize, scratch: usize): void {
  let f: usize = 0
  for (; f + 2 <= stride; f += 2) {
    const h0 = slotOf(hist, starts, f)
    const h1 = slotOf(hist, starts, f + 1)
    for (let i: usize = 0; i < n; i++) {
      const cells = <usize>load<u32>(scratch + CELLS + ((i * stride + f) << 1))
      const pair = pairAt(scratch, i)
      add(h0 + ((cells & 65535) << 4), pair)
      add(h1 + ((cells >> 16) << 4), pair)
    }
  }
  if (f < stride) {
    const h0 = slotOf(hist, starts, f)
    for (let i: usize = 0; i < n; i++) {
      add(h0 + (<usize>load<u16>(scratch + CELLS + ((i * stride + f) << 1)) << 4), pairAt(scratch, i))
    }
  }
}

export function countRows(
  bins: usize,
  wide: usize,
  stride: usize,
  rows: usize,
  count: usize,
  hist: usize,
  starts: usize,
): void {
  const rowBytes = stride << wide
  for (let i: usize = 0; i < count; i++) {
    const cells = bins + <usize>load<u32>(rows + (i << 2)) * rowBytes
    for (let f: usize = 0; f < stride; f++) {
      const bin = wide ? <usize>load<u16>(cells + (f << 1)) : <usize>load<u8>(cells + f)
      const slot = hist + ((<usize>load<u32>(starts + (f << 2)) + bin) << 2)
      store<i32>(slot, load<i32>(slot) + 1)
    }
  }
}

export function subtract(hist: usize, other: usize, slots: usize): void {
  const end = hist + (slots << 4)
  for (; hist < end; hist += 16, other += 16) v128.store(hist, f64x2.sub(v128.load(hist), v128.load(other)))
}

export function subtractCounts(hist: usize, other: usize, slots: usize): void {
  const end = hist + (slots << 2)
  for (; hist < end; hist += 4, other += 4) store<i32>(hist, load<i32>(hist) - load<i32>(other))
}

export function sum(rows: usize, count: usize, gradients: usize, out: usize): void {
  let total = f64x2.splat(0)
  for (let i: usize = 0; i < count; i++) {
    const row = <usize>load<u32>(rows + (i << 2))
    total = f64x2.add(total, f64x2.promote_low_f32x4(v128.load64_zero(gradients + (row << 3))))
  }
  v128.store(out, total)
}

export function partition(
  column: usize,
  wide: usize,
  rows: usize,
  count: usize,
  table: usize,
  scratch: usize,
): usize {
  let left = rows
  let right = scratch
  const end = rows + (count << 2)
  if (wide) {
    for (let at = rows; at < end; at += 4) {
      const row = load<u32>(at)
      store<u32>(left, row)
      store<u32>(right, row)
      const goesLeft = <usize>load<u8>(table + <usize>load<u16>(column + (<usize>row << 1))) << 2
      left += goesLeft
      right += 4 - goesLeft
    }
  } else {
    for (let at = rows; at < end; at += 4) {
      const row = load<u32>(at)
      store<u32>(left, row)
      store<u32>(right, row)
      const goesLeft = <usize>load<u8>(table + <usize>load<u8>(column + <usize>row)) << 2
      left += goesLeft
      right += 4 - goesLeft
    }
  }
  memory.copy(left, scratch, right - scratch)
  return (left - rows) >> 2
}

export function addLeaf(margins: usize, rows: usize, count: usize, value: f32): void {
  const end = rows + (count << 2)
  for (let at = rows; at < end; at += 4) {
    const margin = margins + (<usize>load<u32>(at) << 2)
    store<f32>(margin, load<f32>(margin) + value)
  }
}

// the rules and the node of the running scan
let lambda: f64 = 0
let alpha: f64 = 0
let maxStep: f64 = 0
let minWeight: f64 = 0
let minRows: f64 = 0
let bounded: bool = false
let lower: f32 = 0
let upper: f32 = 0
let nodeG: f64 = 0
let nodeH: f64 = 0
let nodeRows: f64 = 0
let nodeGain: f32 = 0
let best: f32 = 0

@inline function threshold(g: f64, a: f64): f64 {
  return g > a ? g - a : g < -a ? g + a : 0
}

function weight(g: f64, h: f64): f32 {
  let w: f64 = 0
  if (h >= minWeight && h > 0) {
    w = -threshold(g, alpha) / (h + lambda)
    if (maxStep != 0 && abs(w) > maxStep) w = w < 0 ? -maxStep : maxStep
  }
  const single = <f32>w
  return bounded ? (single < lower ? lower : single > upper ? upper : single) : single
}

function gainAt(g: f64, h: f64, w: f32): f32 {
  if (h <= 0) return 0
  return -(<f32>2 * <f32>g * w + (<f32>h + <f32>lambda) * (w * w))
}

function clippedLoss(leftG: f64, leftH: f64, rightG: f64, rightH: f64, direction: i32): f32 {
  const wl = weight(leftG, leftH)
  const wr = weight(rightG, rightH)
  if ((direction > 0 && wl > wr) || (direction < 0 && wl < wr)) return -f32.MAX_VALUE
  return gainAt(leftG, leftH, wl) + gainAt(rightG, rightH, wr) - nodeGain
}

@inline function keep(out: usize, loss: f32, feature: i32, bin: i32, missingLeft: bool, g: f64, h: f64): void {
  store<f64>(out, <f64>loss)
  store<f64>(out + 8, <f64>feature)
  store<f64>(out + 16, <f64>bin)
  store<f64>(out + 24, missingLeft ? 1 : 0)
  store<f64>(out + 32, g)
  store<f64>(out + 40, h)
}

/**
 * Copy the slots that hold something to `scratch`, in their order, and their bins behind them.
 *
 * @returns how many
 */
function compact(sums: usize, bins: i32, scratch: usize): i32 {
  const numbers = scratch + (<usize>(bins + 2) << 4)
  let kept: usize = 0
  for (let bin = 0; bin < bins; bin++, sums += 16) {
    const pair = v128.load(sums)
    v128.store(scratch + (kept << 4), pair)
    store<i32>(numbers + (kept << 2), bin)
    kept += <usize>v128.any_true(pair)
  }
  return <i32>kept
}

/**
 * Without clipping, row counts and α, and with a least weight above 0: two slots a step, their four gains in one division.
 *
 * @param slots first slot, `count` of them
 * @param numbers i32 bins of the slots; 0: their places
 */
function plainWalk(slots: usize, count: i32, numbers: usize, feature: i32, missingLeft: bool, out: usize): void {
  const l = f64x2.splat(lambda)
  const least = minWeight
  const totalG = f64x2.splat(nodeG)
  const totalH = f64x2.splat(nodeH)
  const parent = f32x4.splat(nodeGain)
  let loss = best
  let threshold = f32x4.splat(loss)
  let sum = f64x2.splat(0)
  const step: i32 = missingLeft ? -1 : 1
  const stride: isize = missingLeft ? -16 : 16
  let k: i32 = missingLeft ? count - 1 : 0
  let slot = slots + (<usize>k << 4)
  for (let rest = count; rest > 0; rest -= 2) {
    const a = f64x2.add(sum, v128.load(slot))
    // past the last slot of an odd number the sum stays as it is: its change is no better than the one before
    const b = rest > 1 ? f64x2.add(a, v128.load(slot + stride)) : a
    const g = v128.shuffle<f64>(a, b, 0, 2)
    const h = v128.shuffle<f64>(a, b, 1, 3)
    const otherG = f64x2.sub(totalG, g)
    const otherH = f64x2.sub(totalH, h)
    const top = v128.shuffle<f64>(
      f32x4.demote_f64x2_zero(f64x2.mul(g, g)),
      f32x4.demote_f64x2_zero(f64x2.mul(otherG, otherG)),
      0,
      2,
    )
    const below = v128.shuffle<f64>(
      f32x4.demote_f64x2_zero(f64x2.add(h, l)),
      f32x4.demote_f64x2_zero(f64x2.add(otherH, l)),
      0,
      2,
    )
    const gains = f32x4.div(top, below)
    const changes = f32x4.sub(f32x4.add(gains, v128.shuffle<f64>(gains, gains, 1, 1)), parent)
    if (v128.any_true(f32x4.gt(changes, threshold))) {
      const first = f32x4.extract_lane(changes, 0)
      if (first > loss && isHeavy(h, otherH, 0, least) && first != Infinity) {
        loss = first
        keepSplit(out, first, feature, binAt(numbers, k), missingLeft, g, otherG, h, otherH, 0)
      }
      const second = f32x4.extract_lane(changes, 1)
      if (second > loss && isHeavy(h, otherH, 1, least) && second != Infinity) {
        loss = second
        keepSplit(out, second, feature, binAt(numbers, k + step), missingLeft, g, otherG, h, otherH, 1)
      }
      threshold = f32x4.splat(loss)
    }
    sum = b
    k += step << 1
    slot += stride << 1
  }
  best = loss
}

@inline function lane(pair: v128, which: i32): f64 {
  return which == 0 ? f64x2.extract_lane(pair, 0) : f64x2.extract_lane(pair, 1)
}

@inline function isHeavy(h: v128, otherH: v128, which: i32, least: f64): bool {
  return lane(h, which) >= least && lane(otherH, which) >= least
}

@inline function binAt(numbers: usize, k: i32): i32 {
  return numbers ? load<i32>(numbers + (<usize>k << 2)) : k
}

function keepSplit(
  out: usize,
  loss: f32,
  feature: i32,
  bin: i32,
  missingLeft: bool,
  g: v128,
  otherG: v128,
  h: v128,
  otherH: v128,
  which: i32,
): void {
  if (missingLeft) keep(out, loss, feature, bin - 1, true, lane(otherG, which), lane(otherH, which))
  else keep(out, loss, feature, bin, false, lane(g, which), lane(h, which))
}

function walk(sums: usize, rowSums: usize, bins: i32, feature: i32, direction: i32, missingLeft: bool, out: usize): void {
  let g: f64 = 0
  let h: f64 = 0
  let n: f64 = 0
  for (let k = 0; k < bins; k++) {
    const bin = missingLeft ? bins - 1 - k : k
    const slot = sums + (<usize>bin << 4)
    const binG = load<f64>(slot)
    const binH = load<f64>(slot, 8)
    if (binG == 0 && binH == 0) continue
    g += binG
    h += binH
    if (rowSums) n += <f64>load<i32>(rowSums + (<usize>bin << 2))
    const otherH = nodeH - h
    if (h < minWeight || otherH < minWeight) continue
    if (rowSums && (n < minRows || nodeRows - n < minRows)) continue
    const otherG = nodeG - g
    let change: f32
    if (!bounded && maxStep == 0) {
      const tg = threshold(g, alpha)
      const to = threshold(otherG, alpha)
      const first: f32 = h <= 0 ? 0 : <f32>(tg * tg) / <f32>(h + lambda)
      const second: f32 = otherH <= 0 ? 0 : <f32>(to * to) / <f32>(otherH + lambda)
      change = first + second - nodeGain
    } else {
      change = missingLeft ? clippedLoss(otherG, otherH, g, h, direction) : clippedLoss(g, h, otherG, otherH, direction)
    }
    if (!(change > best) || change == Infinity) continue
    best = change
    if (missingLeft) keep(out, change, feature, bin - 1, true, otherG, otherH)
    else keep(out, change, feature, bin, false, g, h)
  }
}

export function scan(
  hist: usize,
  counts: usize,
  features: usize,
  list: usize,
  listCount: usize,
  node: usize,
  rules: usize,
  out: usize,
  scratch: usize,
): void {
  lambda = load<f64>(rules)
  alpha = load<f64>(rules, 8)
  maxStep = load<f64>(rules, 16)
  minWeight = load<f64>(rules, 24)
  minRows = load<f64>(rules, 32)
  bounded = load<f64>(rules, 40) != 0
  nodeG = load<f64>(node)
  nodeH = load<f64>(node, 8)
  nodeRows = load<f64>(node, 16)
  nodeGain = <f32>load<f64>(node, 24)
  lower = <f32>load<f64>(node, 32)
  upper = <f32>load<f64>(node, 40)
  best = 0
  memory.fill(out, 0, 64)
  const plain = !bounded && maxStep == 0 && counts == 0 && alpha == 0 && minWeight > 0
  for (let i: usize = 0; i < listCount; i++) {
    const feature = load<i32>(list + (i << 2))
    const fields = features + <usize>feature * FEATURE_FIELDS * 4
    const start = <usize>load<u32>(fields)
    const bins = load<i32>(fields, 4)
    const direction = load<i32>(fields, 12)
    const sums = hist + (start << 4)
    const rowSums = counts ? counts + (start << 2) : 0
    const missing = load<i32>(fields, 8) == 1 && load<f64>(sums + (<usize>bins << 4), 8) > 0
    if (plain) {
      let slots = sums
      let count = bins
      let numbers: usize = 0
      // a node of few rows has mostly empty slots
      if (nodeRows < <f64>(2 * bins)) {
        count = compact(sums, bins, scratch)
        slots = scratch
        numbers = scratch + (<usize>(bins + 2) << 4)
      }
      plainWalk(slots, count, numbers, feature, false, out)
      if (missing) plainWalk(slots, count, numbers, feature, true, out)
    } else {
      walk(sums, rowSums, bins, feature, direction, false, out)
      if (missing) walk(sums, rowSums, bins, feature, direction, true, out)
    }
  }
}
