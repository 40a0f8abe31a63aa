/**
 * The package under measurement: the ES modules that `npm run build` made. `BODKIN_BENCH_DIST` names the dist folder of another build
 * (say, of the last release) to measure that one with the same harness.
 */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const dist = resolve(process.env.BODKIN_BENCH_DIST ?? join(root, 'dist'))

/** Import a public module of the build, e.g. `index.js` or `forecast/index.js`. */
export function importBodkin(path) {
  return import(pathToFileURL(built(join('esm', path))).href)
}

/** Require any module of the build, e.g. `arrow/read-table.js`; with it come the CommonJS copies of its packages. */
export function requireBodkin(path) {
  return createRequire(import.meta.url)(built(join('cjs', path)))
}

function built(path) {
  const file = join(dist, path)
  if (!existsSync(file)) throw new Error(`the build has no ${path}: run npm run build`)
  return file
}

/** `{ bodkin: version, 'apache-arrow': version }` as installed. */
export function bodkinVersions() {
  return { bodkin: versionIn('.'), 'apache-arrow': versionIn('node_modules/apache-arrow') }
}

function versionIn(folder) {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')).version
}
