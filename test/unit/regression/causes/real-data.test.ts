/** Real machines and bicycles: `BODKIN_DATA`, default `../shared/data` beside the repository; skipped where they are absent. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import type { Table } from 'apache-arrow'
import { causes } from '../../../../src/regression/causes/causes.js'

const root = fileURLToPath(new URL('../../../..', import.meta.url))
const folder = join(process.env['BODKIN_DATA'] ?? resolve(root, '..', 'shared', 'data'), 'regression')
const skip = existsSync(folder) ? false : 'needs ../shared/data'

type Row = Record<string, unknown>

function rows(table: Table): Row[] {
  return table.toArray().map((row: { toJSON(): Row }) => row.toJSON())
}

/** Columns of a CSV file without quoted commas; numbers where every cell is one. */
function readColumns(name: string, most = Infinity): Record<string, (string | number)[]> {
  const bytes = readFileSync(resolve(folder, name))
  const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString().replace(/^\uFEFF/, '')
  const [header, ...lines] = text
    .trim()
    .split(/\r?\n/)
    .slice(0, most + 1)
    .map((line) => line.split(',').map((cell) => cell.replaceAll('"', '')))
  return Object.fromEntries(
    header.map((column, i) => {
      const cells = lines.map((line) => line[i])
      return [column, cells.every((cell) => Number.isFinite(Number(cell))) ? cells.map(Number) : cells]
    }),
  )
}

test('bike hours: rentals are casual and registered ones together', { skip }, async () => {
  const bikes = readColumns('bike_hour.csv.gz', 600)
  const features = ['hr', 'temp', 'hum', 'workingday', 'casual', 'registered']
  const { verdict } = await causes(bikes, { target: 'cnt', features, rounds: 10, gate: { permutations: 19 } })
  assert.equal(verdict.publish, false)
  const leak = verdict.reasons.find(({ code }) => code === 'LEAKAGE')
  // in these winter weeks the registered ones are nearly all
  assert.match(leak?.message ?? '', /the target is an exact sum: "casual" \+ "registered"$/)
})

test('AI4I: modes of failure are filled in after the failure', { skip }, async () => {
  const all = readColumns('ai4i2020.csv')
  const features = ['Torque [Nm]', 'Tool wear [min]', 'TWF', 'HDF', 'PWF', 'OSF', 'RNF']
  const { verdict } = await causes(all, {
    target: 'Machine failure',
    features,
    rounds: 5,
    gate: { permutations: 19 },
  })
  const leak = verdict.reasons.find(({ code }) => code === 'LEAKAGE')
  assert.deepEqual(
    [...(leak?.message ?? '').matchAll(/all (\d+) rows where "(\w+)" is 1/g)].map(([, count, name]) => [name, count]),
    [
      ['TWF', '46'],
      ['HDF', '115'],
      ['PWF', '95'],
      ['OSF', '98'],
    ],
  )
})

test(
  'Azure machines: errors go with failures model by model, and the machine is found as the unit',
  { skip },
  async () => {
    const machines = readColumns('azure_pdm/PdM_machines.csv')
    const errors = readColumns('azure_pdm/PdM_errors.csv')
    const failures = readColumns('azure_pdm/PdM_failures.csv')
    const counts = new Map<string, number>()
    const add = (of: Record<string, (string | number)[]>, name: (row: number) => string): void =>
      of.machineID.forEach((machine, row) => {
        const key = `${machine} ${String(of.datetime[row]).slice(0, 7)} ${name(row)}`
        counts.set(key, (counts.get(key) ?? 0) + 1)
      })
    add(errors, (row) => String(errors.errorID[row]))
    add(failures, () => 'failures')
    const kinds = ['failures', 'error1', 'error2', 'error3', 'error4', 'error5']
    const table = machines.machineID.flatMap((machineID, m) =>
      Array.from({ length: 12 }, (_, i) => {
        const month = `2020-${String(i + 1).padStart(2, '0')}`
        const found = kinds.map((kind) => [kind, counts.get(`${machineID} ${month} ${kind}`) ?? 0])
        return { machineID, model: machines.model[m], age: machines.age[m], ...Object.fromEntries(found) } as Row
      }),
    )
    const result = await causes(table, {
      target: 'failures',
      by: 'model',
      features: ['age', ...kinds.slice(1)],
      better: 'lower',
    })
    const units = rows(result.verdicts).map(({ publish, summary }) => [publish, summary])
    assert.equal(units.filter(([publish]) => publish === true).length, 4)
    const published = rows(result.causes).filter((row) => row.published === true)
    // more errors, more failures; and never fewer
    assert.ok(published.filter(({ feature }) => String(feature).startsWith('error')).length >= 12)
    for (const { direction } of published) assert.equal(direction, 'up')
  },
)
