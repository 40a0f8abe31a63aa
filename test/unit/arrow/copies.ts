/**
 * The copies of apache-arrow that meet in one process: each version loaded by `import` and by `require`. Their classes do not know
 * each other, so a test that passes for all four shows that shapes alone were read.
 */
import { createRequire } from 'node:module'
import * as imported21 from 'apache-arrow'
import * as imported17 from 'apache-arrow-17'

export type Arrow = typeof import('apache-arrow')

const require = createRequire(import.meta.url)

export const copies: readonly { readonly name: string; readonly version: 17 | 21; readonly arrow: Arrow }[] = [
  { name: 'apache-arrow 21 (import)', version: 21, arrow: imported21 },
  { name: 'apache-arrow 21 (require)', version: 21, arrow: require('apache-arrow') as Arrow },
  { name: 'apache-arrow 17 (import)', version: 17, arrow: imported17 as unknown as Arrow },
  { name: 'apache-arrow 17 (require)', version: 17, arrow: require('apache-arrow-17') as Arrow },
]
