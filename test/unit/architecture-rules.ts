/** The drawing of the house as rules on source text: who may import whom, and what no file of the package does. */
import { posix } from 'node:path'

/** Rooms by floor, lowest first. A file may import its own floor or lower ones; rooms of one floor must not form a cycle. */
const floors: readonly (readonly string[])[] = [
  ['errors', 'options'],
  ['arrow', 'numeric', 'kernel', 'parallel'],
  ['verdict', 'checks', 'prepare'],
  ['forecast', 'association', 'regression', 'geo'],
  ['publish', 'figure', 'io'],
  ['cli', 'spark'],
  ['index', 'worker-entry'],
]
const floorOf = new Map(floors.flatMap((rooms, floor) => rooms.map((room) => [room, floor] as const)))
/** Rooms that never import each other. */
const modules = new Set(['forecast', 'association', 'regression', 'geo'])
/** Rooms that work on typed arrays and never see a table. */
const arrowFree = new Set(['errors', 'options', 'numeric', 'kernel', 'parallel'])

/** What the rules need to know of the world outside of src/. */
export interface Surroundings {
  /** Packages that every user has: dependencies and peers that are not optional. */
  readonly packages: readonly string[]
  /** Optional peers: only `import()` may reach them, or the package would not load without them. */
  readonly optionalPackages: readonly string[]
  /** Names of the classes of apache-arrow. */
  readonly arrowClasses: ReadonlySet<string>
}

interface Import {
  readonly from: string
  readonly specifier: string
  /** `import()` rather than a declaration. */
  readonly dynamic: boolean
  /** `import type`: gone at run time. */
  readonly typeOnly: boolean
}

/**
 * Every violation in `sources` (path below src/ → text), as sentences; none when the drawing is true.
 *
 * @example
 * findViolations(new Map([['numeric/a.ts', "import { b } from '../forecast/b.js'"], ['forecast/b.ts', '']]), surroundings)
 * // ['numeric/a.ts imports forecast/b.ts: numeric lies below forecast']
 */
export function findViolations(sources: ReadonlyMap<string, string>, surroundings: Surroundings): string[] {
  const violations: string[] = []
  const fileGraph = new Map<string, Set<string>>()
  const roomGraph = new Map<string, Set<string>>()
  for (const [path, text] of sources) {
    const room = roomOf(path)
    if (!floorOf.has(room)) violations.push(`${path}: there is no room ${room} in the drawing`)
    violations.push(...forbiddenUses(path, text, surroundings))
    const targets = new Set<string>()
    fileGraph.set(path, targets)
    for (const found of importsOf(path, text)) {
      if (!found.specifier.startsWith('.')) {
        violations.push(...foreignImport(found, room, surroundings))
        continue
      }
      const target = posix.join(posix.dirname(path), found.specifier).replace(/\.js$/, '.ts')
      if (!sources.has(target)) violations.push(`${path} imports ${found.specifier}: there is no such file`)
      targets.add(target)
      violations.push(...forbiddenStep(path, target))
      if (roomOf(target) !== room) roomGraph.set(room, (roomGraph.get(room) ?? new Set()).add(roomOf(target)))
    }
  }
  const cycles = [...findCycles(fileGraph), ...findCycles(roomGraph)]
  return [...violations, ...cycles.map((cycle) => `cycle: ${cycle.join(' → ')}`)]
}

/** First folder below src/, or the name of a file that lies in none. */
function roomOf(path: string): string {
  return path.split('/')[0].replace(/\.ts$/, '')
}

function forbiddenStep(path: string, target: string): string[] {
  const room = roomOf(path)
  const other = roomOf(target)
  if (room === other) return []
  if ((floorOf.get(other) ?? 0) > (floorOf.get(room) ?? 0))
    return [`${path} imports ${target}: ${room} lies below ${other}`]
  if (modules.has(room) && modules.has(other))
    return [`${path} imports ${target}: the modules ${room} and ${other} never meet`]
  if (arrowFree.has(room) && other === 'arrow') return [`${path} imports ${target}: ${room} works on typed arrays only`]
  return []
}

function foreignImport(found: Import, room: string, { packages, optionalPackages }: Surroundings): string[] {
  const { from, specifier, dynamic, typeOnly } = found
  if (specifier.startsWith('node:')) return []
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
  // Signatures above arrow/ may speak of a Table; what is in it passes through arrow/ alone.
  const door = room === 'arrow' || (typeOnly && !arrowFree.has(room))
  if (name === 'apache-arrow' && !door) return [`${from} imports ${specifier}: only arrow/ opens that door`]
  if (packages.includes(name) || (optionalPackages.includes(name) && dynamic)) return []
  if (optionalPackages.includes(name)) return [`${from} imports ${specifier}: an optional peer is loaded with import()`]
  return [`${from} imports ${specifier}: not a dependency or peer of the package`]
}

function importsOf(from: string, text: string): Import[] {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, '')
  const declarations = code.matchAll(
    /^(?:import|export)\b(?<type>\s+type\b)?(?:[^'";]*?\bfrom)?\s*['"](?<specifier>[^'"]+)['"]/gm,
  )
  const calls = code.matchAll(/\bimport\(\s*['"](?<specifier>[^'"]+)['"]/g)
  return [
    ...found(declarations, (type) => ({ from, dynamic: false, typeOnly: type !== undefined })),
    ...found(calls, () => ({ from, dynamic: true, typeOnly: false })),
  ]
}

function found(
  matches: Iterable<RegExpExecArray>,
  rest: (type: string | undefined) => Omit<Import, 'specifier'>,
): Import[] {
  return [...matches].map(({ groups }) => ({ specifier: groups?.specifier ?? '', ...rest(groups?.type) }))
}

function forbiddenUses(path: string, text: string, { arrowClasses }: Surroundings): string[] {
  const code = withoutCommentsAndStrings(text)
  const plain: [RegExp, string][] = [
    [/\bimport\.meta\b/, 'import.meta does not exist in the CommonJS build'],
    [/\bconsole\./, 'the package prints nothing'],
    [/\bprocess\.exit\b/, 'the package does not end the process'],
  ]
  const found = plain.filter(([pattern]) => pattern.test(code)).map(([, why]) => `${path}: ${why}`)
  const instances = [...code.matchAll(/\binstanceof\s+(?:\w+\.)?(\w+)/g)].filter(([, name]) => arrowClasses.has(name))
  return [...found, ...instances.map(([use]) => `${path}: ${use} fails for another copy of apache-arrow`)]
}

/** The text with comments and quoted strings emptied; templates stay, for they hold code. */
function withoutCommentsAndStrings(text: string): string {
  const token = /(`(?:\\[\s\S]|[^`\\])*`)|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g
  return text.replaceAll(token, (_, template: string | undefined) => template ?? '""')
}

/** One cycle through every node that is met again while it is being visited; depth first. */
function findCycles(graph: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const cycles: string[][] = []
  const done = new Set<string>()
  const path: string[] = []
  const visit = (node: string): void => {
    const seen = path.indexOf(node)
    if (seen >= 0) cycles.push([...path.slice(seen), node])
    if (seen >= 0 || done.has(node)) return
    path.push(node)
    for (const next of graph.get(node) ?? []) visit(next)
    path.pop()
    done.add(node)
  }
  for (const node of graph.keys()) visit(node)
  return cycles
}
