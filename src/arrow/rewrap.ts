/**
 * Arrow columns of any copy and any library as Vectors of the package's own copy, without touching a value: the buffers stay, the objects around
 * them are made anew. (A Vector of another copy inside our Table reads as null everywhere.)
 */
import {
  Binary,
  Bool,
  Data,
  DateDay,
  DateMillisecond,
  Decimal,
  Dictionary,
  Duration,
  Field,
  FixedSizeBinary,
  FixedSizeList,
  Float,
  Int,
  LargeBinary,
  LargeUtf8,
  List,
  Null,
  Struct,
  Time,
  Timestamp,
  Utf8,
  Vector,
  makeData,
  type DataType,
  type Int8,
  type Int16,
  type Int32,
} from 'apache-arrow'
import { isSigned, type ArrowType } from './arrow-type.js'
import type { Chunk } from './chunk.js'

/**
 * The column as our own Vector, or undefined when its type cannot be rewrapped (text views, unions, maps) or its chunks have different dictionaries.
 *
 * @param chunks in order, of one type
 */
export function rewrap(type: ArrowType, chunks: readonly Chunk[]): Vector | undefined {
  if (chunks.some(({ dictionary }) => dictionary !== chunks[0].dictionary)) return undefined
  const own = ownType(type)
  if (own === undefined) return undefined
  return new Vector(
    chunks.length === 0 ? [makeData({ type: own as Utf8 })] : chunks.map((chunk) => ownData(own, chunk)),
  )
}

/** Fields of a nested type; the names matter to structs only. */
interface NamedChild {
  readonly name?: string
  readonly type: ArrowType
}

function ownType(type: ArrowType): DataType | undefined {
  switch (type.typeId) {
    case -1:
      return dictionaryType(type)
    case 1:
      return new Null()
    case 2:
      return new Int(isSigned(type), type.bitWidth as 8 | 16 | 32 | 64)
    case 3:
      return new Float(type.precision as number)
    case 4:
      return new Binary()
    case 5:
      return new Utf8()
    case 6:
      return new Bool()
    case 7:
      return new Decimal(type.scale as number, type.precision as number, type.bitWidth)
    case 8:
      return type.unit === 0 ? new DateDay() : new DateMillisecond()
    case 9:
      return new Time(type.unit as number, type.bitWidth as 32 | 64)
    case 10:
      return new Timestamp(type.unit as number, type.timezone)
    case 15: {
      const { byteWidth, stride } = type as { byteWidth?: number; stride?: number }
      return new FixedSizeBinary((byteWidth ?? stride) as number)
    }
    case 18:
      return new Duration(type.unit as number)
    case 19:
      return new LargeBinary()
    case 20:
      return new LargeUtf8()
    default:
      return nestedType(type)
  }
}

function dictionaryType({ dictionary, ...rest }: ArrowType): DataType | undefined {
  const values = dictionary === undefined ? undefined : ownType(dictionary)
  const { indices } = rest as { indices?: ArrowType }
  if (values === undefined || indices === undefined) return undefined
  return new Dictionary(
    values,
    new Int(isSigned(indices) as true, indices.bitWidth as 8 | 16 | 32) as Int8 | Int16 | Int32,
  )
}

function nestedType(type: ArrowType): DataType | undefined {
  const children = (type.children ?? []) as readonly NamedChild[]
  const fields: Field[] = []
  for (const { name = 'item', type: inner } of children) {
    const own = ownType(inner)
    if (own === undefined) return undefined
    fields.push(new Field(name, own, true))
  }
  if (type.typeId === 12) return new List(fields[0])
  if (type.typeId === 13) return new Struct(fields)
  return type.typeId === 16 ? new FixedSizeList((type.listSize ?? type.stride) as number, fields[0]) : undefined
}

function ownData(type: DataType, chunk: Chunk): Data {
  const { length, offset, validity, values, offsets, children, dictionary } = chunk
  const own = children.map((child, i) => ownData(type.children[i].type, child))
  const inner = (type as Dictionary).dictionary
  const labels = dictionary === null ? undefined : ownVector(inner, dictionary)
  // positions as apache-arrow numbers its buffers: offsets, values, validity
  const buffers = { 0: offsets ?? undefined, 1: values ?? undefined, 2: validity ?? undefined }
  const nulls = validity === null ? (type.typeId === 1 ? length : 0) : -1
  return new Data(type, offset, length, nulls, buffers as never, own, labels)
}

/** One Vector for each dictionary: writers tell dictionaries apart by the object. */
const vectors = new WeakMap<readonly Chunk[], Vector>()

function ownVector(type: DataType, chunks: readonly Chunk[]): Vector {
  let vector = vectors.get(chunks)
  if (vector === undefined) {
    vector = new Vector(
      chunks.length === 0 ? [makeData({ type: type as Utf8 })] : chunks.map((chunk) => ownData(type, chunk)),
    )
    vectors.set(chunks, vector)
  }
  return vector
}
