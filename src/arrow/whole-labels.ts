/**
 * Labels that must not be numbers with fractions: text like "2.5" is a label, the number 2.5 is not.
 */
import { isList, TypeId, valueType, type ArrowType } from './arrow-type.js'
import { columnError, type SourceColumn } from './source-column.js'

/**
 * Check a column that names items: a column of numbers with fractions is a measurement taken for one.
 *
 * @param codes position in `labels` of each row's label, or of each list's labels behind each other; −1 = null
 * @param offsets where the lists begin, when the column holds lists
 * @throws BodkinError `COLUMN` at the first number that is not whole
 */
export function checkWholeLabels(
  column: SourceColumn,
  codes: Int32Array,
  labels: readonly string[],
  offsets?: Int32Array,
): void {
  const suspects = new Set<number>()
  labels.forEach((label, code) => {
    if (/^-?(\d+\.\d+(e[+-]?\d+)?|\d+e-\d+|Infinity)$/.test(label) && !Number.isInteger(Number(label)))
      suspects.add(code)
  })
  if (suspects.size === 0) return
  if (column.storage === 'chunked' && !hasFractions(column)) return
  for (let i = 0; i < codes.length; i++) {
    if (!suspects.has(codes[i])) continue
    const row = offsets === undefined ? i : offsets.findLastIndex((offset) => offset <= i)
    if (column.storage === 'plain' && !holdsNumber(column.values[row], labels[codes[i]])) continue
    const rule = `must be a label or a whole number, got ${labels[codes[i]]}: give the column that names the item`
    throw columnError('COLUMN', column, rule, row)
  }
}

function hasFractions({ type }: { readonly type: ArrowType }): boolean {
  const value = valueType(type)
  const item = isList(value) && value.children ? valueType(value.children[0].type) : value
  return item.typeId === TypeId.Float || item.typeId === TypeId.Decimal
}

/** Whether a value, or an entry of a list, is the number behind a label rather than the text itself. */
function holdsNumber(value: unknown, label: string): boolean {
  if (typeof value !== 'object' || value === null) return typeof value === 'number'
  return [...(value as Iterable<unknown>)].some((entry) => typeof entry === 'number' && String(entry) === label)
}
