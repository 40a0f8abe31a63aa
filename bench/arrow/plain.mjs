/** What every contender but bodkin needs of its own: labels to codes by a Map, and NaN back to null. */

/** The code of a label, in order of first appearance. */
export function codeOf(known, label) {
  let code = known.get(label)
  if (code === undefined) known.set(label, (code = known.size))
  return code
}

/** Texts → codes and labels. */
export function encode(texts) {
  const known = new Map()
  const codes = new Int32Array(texts.length)
  for (let i = 0; i < codes.length; i++) codes[i] = codeOf(known, texts[i])
  return { codes, labels: [...known.keys()] }
}

/** Lists of texts → offsets, codes and labels. */
export function encodeLists(lists) {
  const known = new Map()
  const offsets = new Int32Array(lists.length + 1)
  const codes = []
  for (let i = 0; i < lists.length; i++) {
    for (const text of lists[i]) codes.push(codeOf(known, text))
    offsets[i + 1] = codes.length
  }
  return { offsets, codes: Int32Array.from(codes), labels: [...known.keys()] }
}

/** Doubles with NaN for null → an array with null, as builders take it. */
export function nullsOut(values) {
  return Array.from(values, (value) => (Number.isNaN(value) ? null : value))
}
