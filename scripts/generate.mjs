/**
 * Makes the two kinds of source that are not written by hand, both git-ignored:
 *
 *   src/kernel/generated/<name>-bytes.ts      the WebAssembly kernels, compiled from src/kernel/assembly/<name>.ts, as base64
 *   src/parallel/generated/worker-code.ts     the worker thread's program, bundled from src/worker-entry.ts into one string
 *
 * Each output carries a hash of everything it was made from and is left alone while that hash stands.
 */
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const assembly = join(root, 'src/kernel/assembly')
const kernels = join(root, 'src/kernel/generated')
const workerEntry = join(root, 'src/worker-entry.ts')
const workerCode = join(root, 'src/parallel/generated/worker-code.ts')

/** Memory of each kernel in pages of 64 KiB: at first and at most. */
const pages = { forest: [1, 65536], gram: [9, 9], shap: [1, 65536], trees: [1, 65536] }

/** Bring every generated file up to date. Returns the names of those that were written. */
export async function generate() {
  const tools = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')).devDependencies
  const recipe = await readFile(fileURLToPath(import.meta.url), 'utf8')
  const written = []
  const names = (await readdir(assembly)).filter((name) => name.endsWith('.ts')).map((name) => name.slice(0, -3))
  for (const name of names) {
    const source = await readFile(join(assembly, `${name}.ts`), 'utf8')
    const output = join(kernels, `${name}-bytes.ts`)
    const hash = hashOf([recipe, tools.assemblyscript, source])
    if (await isCurrent(output, hash)) continue
    const bytes = await compileKernel(name, source)
    const text = `/** src/kernel/assembly/${name}.ts, compiled; ${bytes.length} bytes. */\nexport const ${name}Bytes: string = '${bytes.toString('base64')}'\n`
    await write(output, hash, text)
    written.push(relative(root, output))
  }
  // The worker's bundle depends on kernels and on whatever src/worker-entry.ts reaches: its inputs are listed in the output itself.
  if (!(await workerIsCurrent(recipe, tools.esbuild))) {
    const { code, inputs } = await bundleWorker()
    const hash = await hashOfFiles([recipe, tools.esbuild], inputs)
    const text = `// inputs ${JSON.stringify(inputs)}\n/** src/worker-entry.ts, bundled; the program of a worker thread. */\nexport const workerCode: string = ${JSON.stringify(code)}\n`
    await write(workerCode, hash, text)
    written.push(relative(root, workerCode))
  }
  return written
}

async function compileKernel(name, source) {
  const { default: asc } = await import('assemblyscript/asc')
  const files = new Map([[`${name}.ts`, source]])
  const output = new Map()
  const [initial, maximum] = pages[name].map(String)
  const options = ['--enable', 'simd', '--runtime', 'stub', '-O3', '--noAssert', '--converge']
  const limits = ['--initialMemory', initial, '--maximumMemory', maximum]
  const { error, stderr } = await asc.main([`${name}.ts`, '--outFile', `${name}.wasm`, ...options, ...limits], {
    readFile: (path) => files.get(path) ?? null,
    writeFile: (path, contents) => void output.set(path, contents),
    listFiles: () => [],
  })
  if (error) throw new Error(`kernel ${name} does not compile:\n${stderr}`)
  return Buffer.from(output.get(`${name}.wasm`))
}

async function bundleWorker() {
  const { build } = await import('esbuild')
  const result = await build({
    absWorkingDir: root,
    entryPoints: [relative(root, workerEntry)],
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    minify: true,
    write: false,
    metafile: true,
    logLevel: 'silent',
    legalComments: 'none',
  })
  const inputs = Object.keys(result.metafile.inputs).toSorted()
  const foreign = inputs.filter((path) => /^(node_modules|src\/arrow|src\/parallel\/generated)\//.test(path))
  if (foreign.length > 0)
    throw new Error(
      `the worker's program must not contain ${foreign.join(', ')}: tasks work on typed arrays and know no pool`,
    )
  return { code: result.outputFiles[0].text, inputs }
}

async function workerIsCurrent(recipe, version) {
  const text = await readFile(workerCode, 'utf8').catch(absent)
  const inputs = text?.match(/^\/\/ inputs (\[.*\])$/m)
  if (!text || !inputs) return false
  const hash = await hashOfFiles([recipe, version], JSON.parse(inputs[1]))
  return hash !== undefined && text.startsWith(`// ${hash}\n`)
}

/** Hash of texts and files together; undefined when a file is gone. */
async function hashOfFiles(texts, paths) {
  const contents = await Promise.all(paths.map((path) => readFile(join(root, path), 'utf8').catch(absent)))
  if (contents.includes(undefined)) return undefined
  return hashOf([...texts, ...paths, ...contents])
}

function hashOf(texts) {
  const hash = createHash('sha256')
  for (const text of texts) hash.update(`${text.length}:`).update(text)
  return hash.digest('hex').slice(0, 32)
}

async function isCurrent(path, hash) {
  const text = await readFile(path, 'utf8').catch(absent)
  return text?.startsWith(`// ${hash}\n`) ?? false
}

function absent(error) {
  if (error.code === 'ENOENT') return undefined
  throw error
}

/** Write through a temporary name, so that a reader beside us never sees half a file. */
async function write(path, hash, text) {
  await mkdir(dirname(path), { recursive: true })
  const partial = `${path}.${process.pid}.tmp`
  await writeFile(partial, `// ${hash}\n${text}`)
  await rename(partial, path)
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const began = performance.now()
  const written = await generate()
  if (written.length > 0)
    console.log(`generated ${written.join(', ')} in ${((performance.now() - began) / 1000).toFixed(1)} s`)
}
