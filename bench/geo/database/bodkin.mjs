/** bodkin's `mmdb`: address → place. */
import { bodkinVersions, importBodkin } from '../../harness/bodkin.mjs'
import { databaseFile, randomAddresses } from '../common/database.mjs'

const { geo } = await importBodkin('index.js')
const { lookup } = geo.mmdb({ path: databaseFile() })

export const versions = bodkinVersions

export function prepare(task, { count, family }) {
  const addresses = randomAddresses(count, family)
  if (task === 'locate') {
    const run = () =>
      geo.locate({ ip: addresses }, { ip: 'ip', provider: geo.mmdb({ path: databaseFile() }), gate: false })
    const codes = ({ table }) => Array.from(table.getChild('country_code'), (code) => code ?? '')
    return { run, answer: async (result) => digest(codes(await result)) }
  }
  return {
    run: () => addresses.map((ip) => lookup(ip)),
    answer: (places) => digest(places.map((place) => place?.country_code ?? '')),
  }
}

function digest(codes) {
  return { codes: codes.slice(0, 2000), located: codes.filter((code) => code !== '').length }
}
