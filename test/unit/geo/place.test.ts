import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PLACE_COLUMNS, placeRecord, saysNothing } from '../../../src/geo/place.js'
import { LookupFault } from '../../../src/geo/types.js'

test('an answer becomes a complete place: blanks to null, numbers from text, country by its code', () => {
  const place = placeRecord(
    {
      country_code: 'fr',
      city: ' Lyon ',
      region: '-',
      postal: 69001,
      latitude: '45.76',
      longitude: 4.84,
      asn: 'AS3215',
    },
    'mine',
  )
  assert.deepEqual(place, {
    country: 'France',
    country_code: 'FR',
    region: null,
    city: 'Lyon',
    latitude: 45.76,
    longitude: 4.84,
    postal: '69001',
    timezone: null,
    asn: '3215',
    organization: null,
  })
  assert.deepEqual(Object.keys(place), PLACE_COLUMNS)
  assert.ok(Object.isFrozen(place))
  assert.equal(placeRecord(place, 'mine'), place)
})

test('half a point is no point, nor is one off the globe', () => {
  const points = [
    [999, 2],
    [45, 181],
    ['north', 2],
    [45, null],
    [NaN, 2],
    ['', 2],
    [true, 2],
    [[45], 2],
  ]
  for (const [latitude, longitude] of points) {
    const place = placeRecord({ city: 'Lyon', latitude, longitude }, 'mine')
    assert.deepEqual([place.latitude, place.longitude, place.city], [null, null, 'Lyon'])
  }
  assert.deepEqual(
    [placeRecord({ latitude: 0, longitude: '-0.5' }, 'mine')].map((p) => [p.latitude, p.longitude]),
    [[0, -0.5]],
  )
})

test('a code that is no country code is none', () => {
  for (const code of ['FRA', 'ZZ', '--', 'F', '12', ' '])
    assert.equal(placeRecord({ country_code: code }, 'mine').country_code, null, code)
})

test('a row of blanks at the point 0, 0 says nothing', () => {
  assert.equal(saysNothing(placeRecord({ country_code: '-', latitude: 0, longitude: 0 }, 'mine')), true)
  assert.equal(saysNothing(placeRecord({ latitude: 1, longitude: 0 }, 'mine')), false)
  assert.equal(saysNothing(placeRecord({ country_code: 'GH', latitude: 0, longitude: 0 }, 'mine')), false)
})

test('what no provider may answer', () => {
  const cases: [unknown, string][] = [
    ['Paris', 'provider "mine" must answer an object or null, got "Paris"'],
    [[{ city: 'Paris' }], 'provider "mine" must answer an object or null, got an array of 1'],
    [{ town: 'Paris' }, 'provider "mine" answered "town", which no place has'],
    [{ citty: 'Paris' }, 'provider "mine" answered "citty", which no place has: did you mean "city"?'],
    [{ city: { en: 'Paris' } }, 'provider "mine" must answer text as city, got an object with en'],
    [JSON.parse('{"__proto__":{"city":"Paris"}}'), 'provider "mine" answered "__proto__", which no place has'],
  ]
  for (const [answer, message] of cases)
    assert.throws(
      () => placeRecord(answer, 'mine'),
      (error) => {
        assert.ok(error instanceof LookupFault)
        assert.deepEqual([error.message, error.kind, error.systemic], [message, 'permanent', true])
        return true
      },
    )
})
