/** `npm pack` of the built package: used by the package check and by the consumer tests. */
import { execFile } from 'node:child_process'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')

/**
 * Pack dist as it stands into the folder `to`.
 *
 * @param {string} to
 * @returns {Promise<{ path: string, bytes: number, files: string[] }>} the tarball, its size, and the paths in it
 */
export async function pack(to) {
  const options = ['pack', '--json', '--ignore-scripts', '--pack-destination', to]
  const { stdout } = await promisify(execFile)('npm', options, { cwd: root, maxBuffer: 2 ** 26 })
  const [{ filename, size, files }] = JSON.parse(stdout)
  return { path: join(to, filename), bytes: size, files: files.map((file) => file.path) }
}
