/**
 * Builds the package into dist/: generated sources first, then dist/esm from src and dist/cjs from a copy of src.
 *
 * The copy lies beside a package.json of type commonjs, so that the same compiler options (module nodenext) emit CommonJS with `import()`
 * left as `import()`; dist/cjs gets such a package.json too. Both are compiled aside and put in place at the end, so that nothing of
 * removed files stays behind and a program beside us never sees half a build. Nothing is done when sources and options are unchanged.
 */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build as bundle } from 'esbuild'
import { generate } from './generate.mjs'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const dist = join(root, 'dist')
const stampFile = join(root, 'build/stamp')
const run = promisify(execFile)
/** What the package exports. */
const publicModules = [
  'index.js',
  ...['association', 'figure', 'forecast', 'geo', 'prepare', 'regression'].map((name) => `${name}/index.js`),
]
/** Rooms below the modules, with the one module that others call: their code lies in one file that all modules share. */
const sharedRooms = ['arrow', 'errors.js', 'kernel', 'numeric', 'options', 'parallel', 'prepare', 'verdict']
const sharedFile = 'shared.js'
/** The worker's program is a fifth of the package and the same in both builds: the ES modules load the file of the CommonJS one, when asked to. */
const workerProgram = 'parallel/generated/worker-code.js'

const began = performance.now()
await generate()
const stamp = await hashOfInputs()
const current = existsSync(dist) && (await readFile(stampFile, 'utf8').catch(() => '')) === stamp
const complaints = current ? '' : await build()
if (complaints !== '') {
  console.error(`the compiler refused the sources, dist stays as it was:\n${complaints}`)
  process.exit(1)
}
if (!current) console.log(`built dist in ${((performance.now() - began) / 1000).toFixed(1)} s`)

/** Compile both builds and put them in place. Returns the compiler's complaints, empty when there are none. */
async function build() {
  const aside = join(root, 'build', String(process.pid))
  try {
    await mkdir(aside, { recursive: true })
    const [modules, commonJs] = await Promise.all([compileModules(aside), compileCommonJs(aside)])
    if (modules || commonJs) return modules || commonJs
    await rm(stampFile, { force: true })
    await rm(dist, { recursive: true, force: true })
    await rename(join(aside, 'dist'), dist)
    await writeFile(stampFile, stamp)
    return ''
  } finally {
    await rm(aside, { recursive: true, force: true })
  }
}

/**
 * ES modules: a file for each public module, and one that they share. Node resolves every import of every file on its own, and two hundred
 * small files, or twenty that import each other, take longer to import than apache-arrow does.
 */
async function compileModules(aside) {
  const compiled = join(aside, 'modules')
  const complaints = await compile(join(root, 'tsconfig.build.json'), compiled)
  if (complaints !== '') return complaints
  const outdir = join(aside, 'dist/esm')
  const shared = await sharedEntry(compiled)
  const options = {
    outbase: compiled,
    outdir,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    logLevel: 'warning',
  }
  await bundle({ ...options, entryPoints: [shared], plugins: [outside(compiled, sharedFile)] })
  await Promise.all(
    publicModules.map((path) =>
      bundle({ ...options, entryPoints: [join(compiled, path)], plugins: [outside(compiled, path)] }),
    ),
  )
  await declareAsCommonJs(outdir)
  return ''
}

/** A module that gives everything the shared rooms export. Two things of one name there would hide each other. */
async function sharedEntry(compiled) {
  const files = (await readdir(compiled, { recursive: true }))
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.js') && isShared(path) && path !== workerProgram && !path.endsWith('/index.js'))
    .toSorted()
  const owners = new Map()
  for (const path of files) {
    const text = await readFile(join(compiled, path), 'utf8')
    for (const [, name] of text.matchAll(/^export (?:async )?(?:function\*?|const|let|class) (\w+)/gm)) {
      if (owners.has(name)) throw new Error(`${name} is exported by ${owners.get(name)} and by ${path}`)
      owners.set(name, path)
    }
  }
  const entry = join(compiled, sharedFile)
  await writeFile(entry, files.map((path) => `export * from './${path}'\n`).join(''))
  return entry
}

function isShared(path) {
  return sharedRooms.some((room) => path === room || path.startsWith(`${room}/`))
}

/**
 * What a file of the build imports instead of holding it: the worker's program, the shared file, and, for the root, the other modules.
 *
 * @param entry the public module that is built, or the shared file, by its path
 */
function outside(compiled, entry) {
  const up = '../'.repeat(entry.split('/').length - 1)
  return {
    name: 'outside',
    setup({ onResolve }) {
      onResolve({ filter: /^\./ }, ({ importer, path, kind }) => {
        if (kind === 'entry-point') return undefined
        const target = relative(compiled, join(dirname(importer), path)).replaceAll('\\', '/')
        if (target === workerProgram) return { path: `${up}../cjs/${workerProgram}`, external: true }
        if (publicModules.includes(target)) return { path: `./${target}`, external: true }
        if (entry !== sharedFile && isShared(target)) return { path: `${up || './'}${sharedFile}`, external: true }
        return undefined
      })
    },
  }
}

/** Both builds have the same types: those of the ES modules are said to be those of CommonJS, in a file of their own so that they count as modules. */
async function declareAsCommonJs(folder) {
  const write = (path) => {
    const types = relative(dirname(path), join('../cjs', path)).replaceAll('\\', '/')
    return writeFile(join(folder, path.replace(/\.js$/, '.d.ts')), `export * from '${types}'\n`)
  }
  await Promise.all(publicModules.map(write))
}

async function compileCommonJs(aside) {
  const project = join(aside, 'commonjs')
  const type = `${JSON.stringify({ type: 'commonjs' })}\n`
  await cp(join(root, 'src'), join(project, 'src'), { recursive: true })
  await writeFile(join(project, 'package.json'), type)
  const config = {
    extends: join(root, 'tsconfig.build.json'),
    compilerOptions: { verbatimModuleSyntax: false, rootDir: 'src' },
    include: ['src'],
    exclude: ['src/kernel/assembly', 'src/worker-entry.ts'],
  }
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify(config))
  const outdir = join(aside, 'dist/cjs')
  const complaints = await compile(join(project, 'tsconfig.json'), outdir)
  if (complaints !== '') return complaints
  await shrink(outdir)
  await keepPublicDeclarations(outdir)
  await writeFile(join(outdir, 'package.json'), type)
  return ''
}

/** Only declarations that those of a public module lead to are read by anyone; the others would be a seventh of the package. */
async function keepPublicDeclarations(folder) {
  const reached = new Set()
  const waiting = publicModules.map((path) => join(folder, path.replace(/\.js$/, '.d.ts')))
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (reached.has(path)) continue
    reached.add(path)
    for (const [, name] of (await readFile(path, 'utf8')).matchAll(/(?:from|import\()\s*['"](\.[^'"]+)\.js['"]/g)) {
      waiting.push(join(dirname(path), `${name}.d.ts`))
    }
  }
  const all = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.d.ts'))
  await Promise.all(all.map((path) => join(folder, path)).map((path) => (reached.has(path) ? undefined : rm(path))))
}

/** Comments and layout stay in the declarations, where editors show them; in the code as well they would be a fifth of the package. What a file
 * declares at its top keeps its name, so that a stack can be read. */
async function shrink(folder) {
  const files = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.js'))
  await bundle({
    entryPoints: files.map((path) => join(folder, path)),
    outbase: folder,
    outdir: folder,
    allowOverwrite: true,
    bundle: false,
    // not minifySyntax: Node finds the names that a CommonJS file exports by its statements
    minifyWhitespace: true,
    minifyIdentifiers: true,
    legalComments: 'none',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
  })
}

/** Run the compiler. Returns its complaints. */
async function compile(config, outDir) {
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  try {
    await run(process.execPath, [tsc, '-p', config, '--outDir', outDir, '--pretty', 'false'], { cwd: root })
    return ''
  } catch (error) {
    if (!error.stdout) throw error
    return error.stdout
  }
}

/** Everything the build depends on: the sources, the options, this script, the compiler's version. */
async function hashOfInputs() {
  const sources = (await readdir(join(root, 'src'), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
  const others = ['tsconfig.json', 'tsconfig.build.json', 'package.json', 'scripts/build.mjs'].map((name) =>
    join(root, name),
  )
  const hash = createHash('sha256')
  for (const path of [...sources, ...others]) hash.update(path).update(await readFile(path))
  return hash.digest('hex')
}
