/** `keyv` with the store that it ships with: rows as JSON text in memory; nothing of it survives the process. */
import { Keyv } from 'keyv'
import { packageVersion } from '../../harness/package-version.mjs'
import { rowsOf } from './rows.mjs'

export const versions = () => ({ keyv: packageVersion('keyv') })

export function prepare(task, { count }) {
  const rows = rowsOf(count)
  const write = async () => {
    const keyv = new Keyv()
    for (const row of rows) await keyv.set(row.key, row, 604_800_000)
    return keyv
  }
  const read = async (keyv) => {
    const cities = []
    for (const { key } of rows) cities.push((await keyv.get(key))?.record?.city)
    return cities.filter((city) => city !== undefined)
  }
  if (task === 'write') return { run: write, answer: async (keyv) => ({ cities: (await read(await keyv)).length }) }
  let warm
  const run = async () => read((warm ??= await write()))
  return { run, answer: async (cities) => ({ cities: (await cities).length }) }
}
