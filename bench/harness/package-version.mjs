/** The version of an installed package, from the package.json above its entry point (which its `exports` need not show). */
import { existsSync, readFileSync } from 'node:fs'

export function packageVersion(name) {
  for (let folder = new URL('.', import.meta.resolve(name)); folder.pathname !== '/'; folder = new URL('..', folder)) {
    const file = new URL('package.json', folder)
    if (!existsSync(file)) continue
    const found = JSON.parse(readFileSync(file, 'utf8'))
    if (found.name === name) return found.version
  }
  throw new Error(`no package.json of ${name}`)
}
