import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import * as arrow from 'apache-arrow'
import { findViolations, type Surroundings } from './architecture-rules.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

function surroundings(): Surroundings {
  const {
    dependencies = {},
    peerDependencies = {},
    peerDependenciesMeta = {},
  } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const peers = Object.keys(peerDependencies)
  const optional = (name: string): boolean => peerDependenciesMeta[name]?.optional === true
  return {
    packages: [...Object.keys(dependencies), ...peers.filter((name) => !optional(name))],
    optionalPackages: peers.filter(optional),
    arrowClasses: new Set(Object.keys(arrow).filter((name) => /^[A-Z]/.test(name))),
  }
}

/** Every TypeScript file of the package by its path below src/, without the kernels' AssemblyScript. */
function sources(): Map<string, string> {
  const folder = join(root, 'src')
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.startsWith(join(folder, 'kernel', 'assembly')))
  return new Map(files.map((path) => [relative(folder, path).split(sep).join('/'), readFileSync(path, 'utf8')]))
}

const world: Surroundings = {
  packages: ['apache-arrow'],
  optionalPackages: ['vega'],
  arrowClasses: new Set(['Table', 'Vector']),
}

function violations(files: Record<string, string>): string[] {
  return findViolations(new Map(Object.entries(files)), world)
}

test('the package keeps to the drawing of its architecture', () => {
  const files = sources()
  assert.ok(files.size > 10, `only ${files.size} files were read`)
  assert.deepEqual(findViolations(files, surroundings()), [])
})

test('imports that point downwards or stay on the floor are fine', () => {
  const files = {
    'errors.ts': '',
    'kernel/gram.ts': "import { BodkinError } from '../errors.js'",
    'parallel/gram-task.ts': "import { gram } from '../kernel/gram.js'\nimport { cpus } from 'node:os'",
    'forecast/fit.ts':
      "import type { Task } from '../parallel/gram-task.js'\nimport {\n  gram,\n} from '../kernel/gram.js'",
    'arrow/write-table.ts': "import { Table } from 'apache-arrow'",
    'forecast/predict.ts': "import type { Table } from 'apache-arrow'",
    'figure/svg.ts': "export async function toSVG() { return import('vega') }",
  }
  assert.deepEqual(violations(files), [])
})

const planted: [string, Record<string, string>, RegExp][] = [
  [
    'an import that points upwards',
    { 'numeric/a.ts': "import { b } from '../forecast/b.js'", 'forecast/b.ts': '' },
    /^numeric\/a\.ts imports forecast\/b\.ts: numeric lies below forecast$/,
  ],
  [
    'an upward import of a type over several lines',
    { 'kernel/a.ts': "import type {\n  B,\n} from '../forecast/b.js'", 'forecast/b.ts': '' },
    /kernel lies below forecast/,
  ],
  ['an upward re-export', { 'arrow/a.ts': "export * from '../geo/b.js'", 'geo/b.ts': '' }, /arrow lies below geo/],
  [
    'a module that imports another module',
    { 'regression/a.ts': "const b = await import('../geo/b.js')", 'geo/b.ts': '' },
    /the modules regression and geo never meet/,
  ],
  [
    'a kernel that sees tables',
    { 'kernel/a.ts': "import type { TableLike } from '../arrow/b.js'", 'arrow/b.ts': '' },
    /kernel works on typed arrays only/,
  ],
  [
    'a cycle of three files',
    {
      'geo/a.ts': "import { b } from './b.js'",
      'geo/b.ts': "import { c } from './c.js'",
      'geo/c.ts': "import { a } from './a.js'",
    },
    /^cycle: geo\/a\.ts → geo\/b\.ts → geo\/c\.ts → geo\/a\.ts$/,
  ],
  [
    'a cycle of two rooms without a cycle of files',
    {
      'io/a.ts': "import { b } from '../figure/b.js'",
      'figure/b.ts': '',
      'figure/c.ts': "import { d } from '../io/d.js'",
      'io/d.ts': '',
    },
    /^cycle: io → figure → io$/,
  ],
  [
    'apache-arrow outside of arrow/',
    { 'forecast/a.ts': "import { Table } from 'apache-arrow'" },
    /only arrow\/ opens that door/,
  ],
  [
    'a type of apache-arrow in a kernel',
    { 'kernel/a.ts': "import type { Table } from 'apache-arrow'" },
    /only arrow\/ opens that door/,
  ],
  [
    'an optional peer at import',
    { 'figure/a.ts': "import * as vega from 'vega'" },
    /an optional peer is loaded with import\(\)/,
  ],
  [
    'a package that is no dependency',
    { 'geo/a.ts': "import { got } from '@scope/got/lib'" },
    /not a dependency or peer/,
  ],
  ['a file that is not there', { 'geo/a.ts': "import { b } from './b.js'" }, /there is no such file/],
  ['a room that is not drawn', { 'utils/a.ts': '' }, /there is no room utils/],
  ['import.meta', { 'geo/a.ts': 'const here = import.meta.url' }, /import\.meta does not exist/],
  ['printing', { 'geo/a.ts': "console.warn('slow')" }, /prints nothing/],
  ['printing in a template', { 'geo/a.ts': '`${console.log(1)}`' }, /prints nothing/],
  ['ending the process', { 'cli/a.ts': 'process.exit(1)' }, /does not end the process/],
  [
    'instanceof an Arrow class',
    { 'arrow/a.ts': 'if (x instanceof arrow.Table) y()' },
    /instanceof arrow\.Table fails for another copy/,
  ],
]
for (const [name, files, message] of planted) {
  test(`found when planted: ${name}`, () => {
    const found = violations(files)
    assert.equal(found.length, 1, found.join('\n'))
    assert.match(found[0], message)
  })
}

test('comments and strings are not code', () => {
  const text = "/** console.log(import.meta) */\n// process.exit\nexport const hint = 'console.log(x instanceof Table)'"
  assert.deepEqual(violations({ 'geo/a.ts': text }), [])
})
