/**
 * Checked access to a parsed document: every step says where it is, and what does not fit is one FORMAT error with the path.
 *
 *   document "learner.gradient_booster.model.trees[3].left_children[5]" must be below 7, got 9
 */
import { refuse, type Place } from '../../../options/rules.js'

/** A value of the document and the path to it. */
export interface Node {
  readonly value: unknown
  readonly path: string
}

/** Numbers of the document: an array of a JSON text, or a typed array of UBJSON. */
export type Numbers = ArrayLike<number>

function placeOf(path: string): Place {
  return { code: 'FORMAT', noun: 'document', path }
}

/** The FORMAT error of a node, or of entry `at` of its array. */
export function refuseNode(node: Node, expected: string, at?: number): never {
  if (at === undefined) return refuse(placeOf(node.path), expected, node.value)
  return refuse(placeOf(`${node.path}[${at}]`), expected, (node.value as ArrayLike<unknown>)[at])
}

/** A field of an object; undefined where there is none. */
export function optionalField(node: Node, key: string): Node | undefined {
  const { value, path } = node
  if (typeof value !== 'object' || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) {
    return refuseNode(node, 'an object')
  }
  if (!Object.hasOwn(value, key)) return undefined
  return { value: (value as Readonly<Record<string, unknown>>)[key], path: path === '' ? key : `${path}.${key}` }
}

/** A field of an object, which must be there. */
export function field(node: Node, key: string): Node {
  const found = optionalField(node, key)
  const path = node.path === '' ? key : `${node.path}.${key}`
  return found ?? refuse(placeOf(path), 'given', undefined)
}

/** Text. */
export function textOf(node: Node): string {
  return typeof node.value === 'string' ? node.value : refuseNode(node, 'text')
}

/** The entries of an array. */
export function itemsOf(node: Node): Node[] {
  const { value, path } = node
  if (!Array.isArray(value) && !isNumberArray(value)) return refuseNode(node, 'an array')
  return Array.from(value as ArrayLike<unknown>, (item, i) => ({ value: item, path: `${path}[${i}]` }))
}

/** Texts. */
export function textsOf(node: Node): string[] {
  return itemsOf(node).map(textOf)
}

/** An integer in [min, max], which XGBoost writes as text among its parameters. */
export function integerOf(node: Node, min: number, max: number): number {
  const { value } = node
  const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value
  if (Number.isSafeInteger(number) && (number as number) >= min && (number as number) <= max) return number as number
  return refuseNode(node, `an integer in [${min}, ${max}]`)
}

/** A finite number in float32, which XGBoost writes as text among its parameters. */
export function numberOf(node: Node): number {
  const [number, ...more] = numbersInText(node)
  return more.length === 0 ? number : refuseNode(node, 'one number')
}

/** One number or several: `5E-1`, `[5E-1]` or `[1E-1,5E-1]`. */
export function numbersInText(node: Node): number[] {
  const { value } = node
  if (typeof value === 'number') return [finite(node, value)]
  const parts = textOf(node)
    .replace(/^\[(.*)\]$/s, '$1')
    .split(',')
  const numeric = /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i
  return parts.map((part) => (numeric.test(part) ? finite(node, Number(part)) : refuseNode(node, 'a finite number')))
}

function finite(node: Node, number: number): number {
  return Number.isFinite(Math.fround(number)) ? number : refuseNode(node, 'a finite number')
}

/** Integers in [min, max]; `length` of them unless undefined. */
export function integersOf(node: Node, length: number | undefined, min: number, max: number): Int32Array {
  const values = numbersOf(node, length)
  const out = new Int32Array(values.length)
  for (let i = 0; i < out.length; i++) {
    const value = typeof values[i] === 'boolean' ? Number(values[i]) : values[i]
    if (!(Number.isInteger(value) && value >= min && value <= max)) {
      refuseNode(node, `an integer in [${min}, ${max}]`, i)
    }
    out[i] = value
  }
  return out
}

/** Finite numbers in float32; `length` of them unless undefined. */
export function floatsOf(node: Node, length: number | undefined): Float32Array {
  const values = numbersOf(node, length)
  const out = new Float32Array(values.length)
  for (let i = 0; i < out.length; i++) {
    if (typeof values[i] !== 'number' || !Number.isFinite(Math.fround(values[i])))
      refuseNode(node, 'a finite number', i)
    out[i] = values[i]
  }
  return out
}

function numbersOf(node: Node, length: number | undefined): Numbers {
  const { value } = node
  if (!Array.isArray(value) && !isNumberArray(value)) return refuseNode(node, 'an array of numbers')
  const numbers = value as Numbers
  if (length !== undefined && numbers.length !== length) refuseNode(node, `an array of ${length} numbers`)
  return numbers
}

function isNumberArray(value: unknown): value is Numbers {
  return ArrayBuffer.isView(value) && !(value instanceof DataView)
}
