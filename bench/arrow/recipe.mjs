/**
 * The data of the arrow experiment, from a seedless recipe: h is the 32-bit finaliser of MurmurHash3 (Appleby, 2008), r the row.
 *
 *   value   (h(4r) / 2³² − ½) · 2000                                        never null
 *   sparse  h(4r + 2) / 2¹⁶, null (here NaN) where h(4r + 1) mod 10 = 0       about every tenth row
 *   time    2020-01-01 + r minutes + h(4r + 3) mod 60,000 milliseconds       never null
 *   label   "label 00" … "label 99", number h(r + 2³⁰) mod 100
 *   items   lists of 5 of "item 000" … "item 999", numbers h(i + 2³¹) mod 1000 for item i
 */
const start = Date.UTC(2020, 0, 1)

export const labels = Array.from({ length: 100 }, (_, i) => `label ${String(i).padStart(2, '0')}`)
export const items = Array.from({ length: 1000 }, (_, i) => `item ${String(i).padStart(3, '0')}`)
export const listLength = 5

/** Mix 32 bits; returns an integer in [0, 2³²). */
function mix(key) {
  let h = key | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** Columns of `rows` rows: `value`, `sparse` (NaN = null), `time` (milliseconds) as Float64Array, `label` as Int32Array of codes. */
export function columns(rows) {
  const value = new Float64Array(rows)
  const sparse = new Float64Array(rows)
  const time = new Float64Array(rows)
  const label = new Int32Array(rows)
  for (let r = 0; r < rows; r++) {
    value[r] = (mix(4 * r) / 2 ** 32 - 0.5) * 2000
    sparse[r] = mix(4 * r + 1) % 10 === 0 ? Number.NaN : mix(4 * r + 2) / 2 ** 16
    time[r] = start + r * 60_000 + (mix(4 * r + 3) % 60_000)
    label[r] = mix(r + 2 ** 30) % labels.length
  }
  return { value, sparse, time, label }
}

/** `lists` lists of five items: offsets (length lists + 1) and codes into `items`. */
export function itemLists(lists) {
  const offsets = Int32Array.from({ length: lists + 1 }, (_, i) => i * listLength)
  const codes = Int32Array.from({ length: lists * listLength }, (_, i) => mix(i + 2 ** 31) % items.length)
  return { offsets, codes }
}

/** The lists as arrays of texts: the natural input of the rivals. */
export function nestedItems(lists) {
  const { offsets, codes } = itemLists(lists)
  return Array.from({ length: lists }, (_, i) =>
    Array.from(codes.subarray(offsets[i], offsets[i + 1]), (code) => items[code]),
  )
}
