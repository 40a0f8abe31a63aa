/**
 * Plain values to Universal Binary JSON, in the dialect that XGBoost writes and reads: lengths are 64-bit integers, typed arrays have a type and
 * a count, other arrays a count. Numbers are big-endian. O(bytes).
 */
import type { DocumentValue } from './xgboost-json/to-document.js'

type NumberArray = Exclude<Extract<DocumentValue, ArrayBufferView>, Float64Array>

/** Marker, bytes and writer of each typed array. */
function layoutOf(
  values: NumberArray,
): readonly [marker: string, width: number, put: (view: DataView, at: number, i: number) => void] {
  if (values instanceof Float32Array) return ['d', 4, (view, at, i) => view.setFloat32(at, values[i])]
  if (values instanceof Int32Array) return ['l', 4, (view, at, i) => view.setInt32(at, values[i])]
  if (values instanceof BigInt64Array) return ['L', 8, (view, at, i) => view.setBigInt64(at, values[i])]
  if (values instanceof Int8Array) return ['i', 1, (view, at, i) => view.setInt8(at, values[i])]
  return ['U', 1, (view, at, i) => view.setUint8(at, values[i])]
}

/** Write one document. */
export function writeUbjson(value: DocumentValue): Uint8Array {
  const parts: Buffer[] = []
  write(value, parts)
  return Uint8Array.from(Buffer.concat(parts))
}

function write(value: DocumentValue, parts: Buffer[]): void {
  if (typeof value === 'string') parts.push(Buffer.from('S'), textBytes(value))
  else if (typeof value === 'number') parts.push(integerBytes(value))
  else if (value instanceof Float64Array) {
    parts.push(Buffer.from('[#'), lengthBytes(value.length))
    for (const number of value) parts.push(floatBytes(number))
  } else if (ArrayBuffer.isView(value)) parts.push(numbersBytes(value as NumberArray))
  else if (Array.isArray(value)) {
    parts.push(Buffer.from('[#'), lengthBytes(value.length))
    for (const item of value as readonly DocumentValue[]) write(item, parts)
  } else {
    parts.push(Buffer.from('{'))
    for (const [key, entry] of Object.entries(value as { readonly [key: string]: DocumentValue })) {
      parts.push(textBytes(key))
      write(entry, parts)
    }
    parts.push(Buffer.from('}'))
  }
}

function lengthBytes(length: number): Buffer {
  const bytes = Buffer.alloc(9)
  bytes.write('L')
  bytes.writeBigInt64BE(BigInt(length), 1)
  return bytes
}

function textBytes(text: string): Buffer {
  const bytes = Buffer.from(text)
  return Buffer.concat([lengthBytes(bytes.length), bytes])
}

/** The narrowest signed type, as XGBoost does. */
function integerBytes(value: number): Buffer {
  const bytes = Buffer.alloc(9)
  const [marker, width] =
    value >= -128 && value < 128 ? ['i', 1] : value >= -32768 && value < 32768 ? ['I', 2] : ['l', 4]
  bytes.write(marker as string)
  bytes.writeIntBE(value, 1, width as number)
  return bytes.subarray(0, 1 + (width as number))
}

/** A float32 with its type. */
function floatBytes(value: number): Buffer {
  const bytes = Buffer.alloc(5)
  bytes.write('d')
  bytes.writeFloatBE(value, 1)
  return bytes
}

function numbersBytes(values: NumberArray): Buffer {
  const [marker, width, put] = layoutOf(values)
  const bytes = Buffer.alloc(values.length * width)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let i = 0; i < values.length; i++) put(view, i * width, i)
  return Buffer.concat([Buffer.from(`[$${marker}#`), lengthBytes(values.length), bytes])
}
