/** The items of a node put together. */
import type { Walk } from './walk.js'

/**
 * P, its perfect extensions and a set of the tail's items, ascending.
 *
 * @param target takes them
 * @param s bit i stands for `tail[i]`
 * @returns how many
 */
export function assemble(
  target: Int32Array,
  { stack, depth, perfect, perfectCount }: Walk,
  tail: Int32Array,
  s: number,
): number {
  let size = 0
  for (let rest = s; rest !== 0; rest &= rest - 1) target[size++] = tail[31 - Math.clz32(rest & -rest)]
  for (let i = depth - 1; i >= 0; i--) target[size++] = stack[i]
  for (let k = 0; k < perfectCount; k++) size = insert(target, size, perfect[k])
  return size
}

/** Put an item among the first `size`, ascending. Returns how many there are then. */
export function insert(target: Int32Array, size: number, item: number): number {
  let at = size
  for (; at > 0 && target[at - 1] > item; at--) target[at] = target[at - 1]
  target[at] = item
  return size + 1
}
