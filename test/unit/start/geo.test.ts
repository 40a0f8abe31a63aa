import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tableFromIPC } from 'apache-arrow'
import type { ReportTable } from '../../../src/figure/index.js'
import { geoSection, hasDatabase } from '../../../start/geo/geo-section.js'
import { seededVisits } from '../../../start/geo/visits.js'

test('the log of visits is the same in every run, with a little of everything', () => {
  const { visit, address } = seededVisits(2000)
  assert.deepEqual(seededVisits(2000).address, address)
  assert.equal(visit.at(-1), 2000)
  assert.ok(new Set(address).size > 500)
  for (const odd of ['10.0.0.7', 'unknown', null]) assert.ok(address.includes(odd), String(odd))
  assert.ok(address.some((text) => text?.includes(':')))
})

test(
  'visits are located, counted by country, and located again through a service that fails',
  { skip: !hasDatabase() && 'no database package is installed' },
  async () => {
    const steps: string[] = []
    const { section, published, files, summary, decides } = await geoSection((step) => steps.push(step))
    assert.equal(published, true)
    assert.equal(decides, false)
    assert.equal(steps.length, 3)
    assert.match(summary[0][1], /^100,000, of which 9\d,\d{3} located; 1\d\d countries$/)
    const countries = tableFromIPC(files[0].content as Uint8Array)
    const visits = [...(countries.getChild('visits') ?? [])] as number[]
    assert.deepEqual(
      visits,
      visits.toSorted((a, b) => b - a),
    )
    const tables = section.parts.filter((part): part is ReportTable => part.kind === 'table')
    const count = (text: string): number => Number(text.replaceAll(',', ''))
    assert.equal(
      tables[0].rows.reduce((sum, row) => sum + count(row[2]), 0),
      100_000,
    )
    const [first, second, third] = tables[1].rows
    // requests, retries, from cache, located, deferred, failed, quota left
    assert.equal(count(first[1]), 800)
    assert.ok(count(first[2]) > 0 && count(first[5]) > 0)
    assert.equal(first[7], '0')
    assert.equal(count(second[5]), 0)
    assert.equal(third[1], '0')
    assert.equal(third[4], second[4])
    const facts = section.parts.find((part) => part.kind === 'facts')
    assert.match(JSON.stringify(facts), /DB-IP/)
  },
)
