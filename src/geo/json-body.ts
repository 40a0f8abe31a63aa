/**
 * Bytes of a reply → JSON that can be trusted as far as JSON can: the text decoded strictly, no key twice, no `__proto__`.
 *
 * A byte order mark decides the encoding before the header does (UTF-8, UTF-16 of either order). Invalid bytes, an empty body, HTML, a cut-off
 * document, a key given twice (which of the two is meant?) are malformed. A key `__proto__` is dropped: assigned somewhere, it would change a prototype.
 */

/** Why a body is no good, in words. */
export class MalformedBody extends Error {}

/**
 * Read a body.
 *
 * @param bytes the whole body, decompressed
 * @param contentType the header, for a charset
 * @throws MalformedBody
 * @example
 * readJson(Buffer.from('{"ip":"8.8.8.8"}'), null)   // { ip: '8.8.8.8' }
 */
export function readJson(bytes: Uint8Array, contentType: string | null): unknown {
  const text = decode(bytes, contentType)
  if (text.trim() === '') throw new MalformedBody('an empty body')
  const value = parse(text)
  // which one is not said: a service may echo a secret as a name
  if (hasRepeatedKey(text)) throw new MalformedBody('JSON with a key given twice')
  return value
}

function decode(bytes: Uint8Array, contentType: string | null): string {
  const charset = /charset="?([\w-]+)/i.exec(contentType ?? '')?.[1] ?? 'utf-8'
  const encoding = byteOrderMark(bytes) ?? charset
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (error) {
    throw new MalformedBody(`text that is no ${encoding.slice(0, 20)}`, { cause: error })
  }
}

function byteOrderMark(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 'utf-8' : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text, (key, value: unknown) => (key === '__proto__' ? undefined : value))
  } catch (error) {
    const what = /^\s*</.test(text) ? 'HTML or XML instead of JSON' : 'JSON that is cut off or broken'
    throw new MalformedBody(what, { cause: error })
  }
}

/** Whether a key stands twice in one object of a valid JSON text. O(length). */
function hasRepeatedKey(text: string): boolean {
  const open: (Set<string> | null)[] = []
  const token = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g
  for (const [piece, colon] of text.matchAll(token)) {
    if (piece === '{') open.push(new Set())
    else if (piece === '[') open.push(null)
    else if (piece === '}' || piece === ']') open.pop()
    else if (colon !== undefined) {
      const key = JSON.parse(piece.slice(0, piece.lastIndexOf('"') + 1)) as string
      const keys = open.at(-1)
      if (keys?.has(key)) return true
      keys?.add(key)
    }
  }
  return false
}
