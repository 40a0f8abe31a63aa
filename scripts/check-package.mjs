/**
 * Checks what would be published, `npm run check`: the tarball's size and contents, publint, are-the-types-wrong, the lists of subpaths in
 * package.json, and that neither lock file names a registry. Prints every finding and fails if there is one.
 */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { pack } from './pack.mjs'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const run = promisify(execFile)
const maxBytes = 1_000_000
const findings = []

const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
const folder = await mkdtemp(join(tmpdir(), 'bodkin-check-'))
try {
  const tarball = await pack(folder)
  console.log(`${tarball.files.length} files, ${(tarball.bytes / 1000).toFixed(0)} kB packed`)
  checkContents(tarball)
  checkSubpaths(tarball.files)
  await Promise.all([
    checkWithPublint(),
    checkTypes(tarball.path),
    ...['package-lock.json', 'bench/package-lock.json'].map(checkLock),
  ])
} finally {
  await rm(folder, { recursive: true, force: true })
}
for (const finding of findings) console.error(finding)
if (findings.length > 0) process.exit(1)
console.log('the package is fit to publish')

function checkContents({ bytes, files }) {
  if (bytes > maxBytes) findings.push(`the tarball has ${bytes} bytes, more than ${maxBytes}`)
  const expected =
    /^(?:dist\/(?:esm|cjs)\/.+\.(?:js|d\.ts)|dist\/cjs\/package\.json|package\.json|README\.md|CHANGELOG\.md|LICENSE)$/
  for (const path of files) if (!expected.test(path)) findings.push(`${path} does not belong in the tarball`)
  for (const path of ['README.md', 'LICENSE'])
    if (!files.includes(path)) findings.push(`${path} is missing from the tarball`)
}

/** Every subpath has its files, and `typesVersions` (the old resolution) knows the same subpaths as `exports`. */
function checkSubpaths(files) {
  const subpaths = Object.keys(manifest.exports).filter((name) => name !== '.' && name !== './package.json')
  const old = Object.keys(manifest.typesVersions['*']).map((name) => `./${name}`)
  const same = subpaths.length === old.length && subpaths.every((name) => old.includes(name))
  if (!same) findings.push(`exports has ${subpaths.join(', ')}, but typesVersions has ${old.join(', ')}`)
  const targets = JSON.stringify([
    manifest.main,
    manifest.types,
    manifest.exports,
    manifest.typesVersions,
    manifest.bin ?? {},
  ])
  for (const [, path] of targets.matchAll(/"(?:\.\/)?(dist\/[^"]+)"/g)) {
    if (!files.includes(path)) findings.push(`package.json names ${path}, which is not in the tarball`)
  }
}

async function checkWithPublint() {
  const { messages } = await publint({ pkgDir: root, strict: true, pack: 'npm' })
  for (const message of messages) findings.push(`publint: ${formatMessage(message, manifest, { color: false })}`)
}

async function checkTypes(path) {
  const attw = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js')
  try {
    await run(process.execPath, [attw, path, '--format', 'ascii', '--no-emoji', '--no-color'])
  } catch (error) {
    findings.push(`are the types wrong:\n${error.stdout}${error.stderr}`)
  }
}

async function checkLock(name) {
  if (!existsSync(join(root, name))) return
  const hosts = (await readFile(join(root, name), 'utf8')).match(/"resolved": "[^"]*"/g) ?? []
  if (hosts.length > 0) findings.push(`${name} names a registry ${hosts.length} times, first ${hosts[0]}`)
}
