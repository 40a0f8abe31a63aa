/**
 * Database files inside npm packages: found from where the caller's program lies, or from where this package lies when that is known.
 */
import { readdirSync } from 'node:fs'
// another name than createRequire: bundles of users put their own of that name in front
import { createRequire as requireFrom } from 'node:module'
import { dirname, join } from 'node:path'
import { BodkinError } from '../../errors.js'
import { codeOf } from '../cache/files.js'

/** Could it be the name of a package? Anything else would be looked up as a path. */
export function isPackageName(name: string): boolean {
  return /^(?:@[\w.-]+\/)?[\w-][\w.-]*$/.test(name)
}

/**
 * The `.mmdb` files of a package: the one for both IPv4 and IPv6 where there is one, else the two.
 *
 * @returns paths, IPv4 first
 * @throws BodkinError `PEER` when the package is not installed or holds no such file
 */
export function findDatabases(name: string): string[] {
  const folder = packageFolder(name)
  if (folder === undefined)
    throw new BodkinError('PEER', `the package ${name} is not installed: npm install ${name}`, { packages: [name] })
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.mmdb'))
    .sort()
  if (files.length === 0) throw new BodkinError('PEER', `the package ${name} holds no .mmdb file`, { packages: [name] })
  const both = files.filter((file) => !/ipv[46]/.test(file))
  return (both.length > 0 ? both.slice(0, 1) : files).map((file) => join(folder, file))
}

/** Where a package lies; undefined when it is not installed. */
export function packageFolder(name: string): string | undefined {
  const program = process.argv[1]
  const bases = [join(process.cwd(), 'index.js'), ...(program === undefined ? [] : [program]), ...ownPlace()]
  for (const base of bases) {
    try {
      return dirname(requireFrom(base).resolve(`${name}/package.json`))
    } catch (error) {
      if (codeOf(error) !== 'MODULE_NOT_FOUND') throw error
    }
  }
  return undefined
}

/** Where this package lies; an ES module cannot say. */
function ownPlace(): string[] {
  return typeof __filename === 'string' ? [__filename] : []
}
