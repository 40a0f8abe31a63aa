/**
 * Text in the order of code points, which is the order of UTF-8 bytes. JavaScript's own `<` compares UTF-16 units and puts an emoji
 * (two surrogates, U+D800 to U+DFFF) before U+FF5E.
 */

/** Negative when `a` comes first, positive when `b` does, 0 when they are equal. `compareCodePoints('～', '😀')` → −1 */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return aboveSurrogates(x) - aboveSurrogates(y)
  }
  return a.length - b.length
}

/** Moves surrogates behind all other units. */
function aboveSurrogates(unit: number): number {
  if (unit < 0xd800) return unit
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}
