/**
 * Arrow's logical types as both apache-arrow and flechette describe them: plain properties beside the number `typeId` of the format
 * (Schema.fbs). Only that number and those properties are read, so that a type of any copy of any library is understood.
 */

/** The `typeId` numbers of the Arrow format; dictionary-encoded columns carry −1 in both libraries. */
export const TypeId = {
  Dictionary: -1,
  Null: 1,
  Int: 2,
  Float: 3,
  Utf8: 5,
  Bool: 6,
  Decimal: 7,
  Date: 8,
  Timestamp: 10,
  List: 12,
  FixedSizeList: 16,
  LargeUtf8: 20,
  LargeList: 21,
  Utf8View: 24,
} as const

/** The properties of a type that matter here; which ones are present depends on `typeId`. */
export interface ArrowType {
  readonly typeId: number
  /** Int, Decimal: width in bits. */
  readonly bitWidth?: number
  /** Int in apache-arrow and in flechette. */
  readonly isSigned?: boolean
  readonly signed?: boolean
  /** Float: 0 half, 1 single, 2 double. Decimal: digits. */
  readonly precision?: number
  /** Decimal: digits after the point. */
  readonly scale?: number
  /** Date: 0 days, 1 milliseconds. Timestamp: 0 s, 1 ms, 2 µs, 3 ns. */
  readonly unit?: number
  readonly timezone?: string | null
  /** FixedSizeList: items a list, in apache-arrow and in flechette. */
  readonly listSize?: number
  readonly stride?: number
  /** Dictionary: type of the values. */
  readonly dictionary?: ArrowType
  /** Lists: the item field. */
  readonly children?: readonly { readonly type: ArrowType }[] | null
}

const OTHER_NAMES: Readonly<Record<number, string>> = {
  1: 'Null',
  4: 'Binary',
  5: 'Utf8',
  6: 'Bool',
  9: 'Time',
  11: 'Interval',
  13: 'Struct',
  14: 'Union',
  15: 'FixedSizeBinary',
  17: 'Map',
  18: 'Duration',
  19: 'LargeBinary',
  20: 'LargeUtf8',
  22: 'RunEndEncoded',
  23: 'BinaryView',
  24: 'Utf8View',
  25: 'ListView',
  26: 'LargeListView',
}

/** The type as an error message names it: `Int64`, `Timestamp<ms, UTC>`, `Dictionary<Utf8>`, `List<Float64>`. */
export function typeName(type: ArrowType): string {
  switch (type.typeId) {
    case TypeId.Dictionary:
      return `Dictionary<${type.dictionary === undefined ? '?' : typeName(type.dictionary)}>`
    case TypeId.Int:
      return `${isSigned(type) ? 'Int' : 'Uint'}${type.bitWidth}`
    case TypeId.Float:
      return ['Float16', 'Float32', 'Float64'][type.precision ?? 2]
    case TypeId.Decimal:
      return `Decimal${type.bitWidth}(${type.precision}, ${type.scale})`
    case TypeId.Date:
      return type.unit === 0 ? 'Date<day>' : 'Date<ms>'
    case TypeId.Timestamp: {
      const unit = ['s', 'ms', 'us', 'ns'][type.unit ?? 1]
      return `Timestamp<${unit}${type.timezone ? `, ${type.timezone}` : ''}>`
    }
    case TypeId.List:
      return `List<${itemName(type)}>`
    case TypeId.LargeList:
      return `LargeList<${itemName(type)}>`
    case TypeId.FixedSizeList:
      return `FixedSizeList<${itemName(type)}>`
    default:
      return OTHER_NAMES[type.typeId] ?? `type ${type.typeId}`
  }
}

/** Whether an Int type is signed. */
export function isSigned(type: ArrowType): boolean {
  return type.isSigned ?? type.signed ?? true
}

/** Whether the type holds text. */
export function isText(type: ArrowType): boolean {
  return type.typeId === TypeId.Utf8 || type.typeId === TypeId.LargeUtf8 || type.typeId === TypeId.Utf8View
}

/** Whether the type holds text as one run of bytes with offsets. */
export function isBytes(type: ArrowType): boolean {
  return type.typeId === TypeId.Utf8 || type.typeId === TypeId.LargeUtf8
}

/** Whether the type holds lists. */
export function isList(type: ArrowType): boolean {
  return type.typeId === TypeId.List || type.typeId === TypeId.LargeList || type.typeId === TypeId.FixedSizeList
}

/** The type of the values: the dictionary's own type for a dictionary-encoded column. */
export function valueType(type: ArrowType): ArrowType {
  return type.typeId === TypeId.Dictionary && type.dictionary !== undefined ? valueType(type.dictionary) : type
}

function itemName(type: ArrowType): string {
  const item = type.children?.[0]?.type
  return item === undefined ? '?' : typeName(item)
}
