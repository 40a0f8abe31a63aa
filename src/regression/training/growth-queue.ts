/** The leaves that may become splits, best first: a binary heap, O(log leaves) a step. */

/** What the order looks at. */
interface Growable {
  readonly node: number
  readonly split: { readonly loss: number } | null
}

/** Whether a goes before b: more loss_chg, then the lower number. */
function isBefore(a: Growable, b: Growable): boolean {
  const [lossA, lossB] = [a.split?.loss ?? 0, b.split?.loss ?? 0]
  return lossA > lossB || (lossA === lossB && a.node < b.node)
}

/** Put a candidate in. */
export function pushCandidate<C extends Growable>(heap: C[], candidate: C): void {
  let at = heap.push(candidate) - 1
  while (at > 0) {
    const parent = (at - 1) >> 1
    if (!isBefore(candidate, heap[parent])) break
    heap[at] = heap[parent]
    at = parent
  }
  heap[at] = candidate
}

/** Take the best one out of a queue that is not empty. */
export function popBest<C extends Growable>(heap: C[]): C {
  const top = heap[0]
  const last = heap.pop() as C
  if (heap.length === 0) return top
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    if (child >= heap.length) break
    if (child + 1 < heap.length && isBefore(heap[child + 1], heap[child])) child++
    if (!isBefore(heap[child], last)) break
    heap[at] = heap[child]
    at = child
  }
  heap[at] = last
  return top
}
