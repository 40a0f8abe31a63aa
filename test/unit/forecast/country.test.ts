import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fit, fromJSON, predict, toJSON, toProphet, type AdditiveModel } from '../../../src/forecast/index.js'
import { countryHolidays } from '../../../src/forecast/holidays-calendar/country-holidays.js'
import { bytes, daily, days, noise, notesOf, numbers } from './series-for-tests.js'

const DAY = 86_400_000
const german = ["New Year's Day", 'Good Friday', 'Easter Monday', 'Labour Day', 'Ascension Day', 'Whit Monday']
  .concat('National Holiday', 'Christmas Day', 'Boxing Day')
  .sort()

function datesOf(country: string, years: number[], name: string): string[] {
  return countryHolidays(country, years)
    .filter((holiday) => holiday.name === name)
    .map(({ day }) => new Date(day * DAY).toISOString().slice(0, 10))
}

test('public holidays of Germany: nine names, Easter where the calendar has it', () => {
  assert.deepEqual(
    countryHolidays('DE', [2024])
      .map(({ name }) => name)
      .sort(),
    german,
  )
  assert.deepEqual(datesOf('DE', [2023, 2024, 2025], 'Easter Monday'), ['2023-04-10', '2024-04-01', '2025-04-21'])
})

test('a state and a region have more, in letters of either case', () => {
  assert.deepEqual(datesOf('DE-BY', [2024], 'Corpus Christi'), ['2024-05-30'])
  assert.deepEqual(countryHolidays('de-by', [2024]), countryHolidays('DE-BY', [2024]))
  assert.deepEqual(datesOf('US-CA', [2024], 'Thanksgiving Day'), ['2024-11-28'])
  const augsburg = new Set(countryHolidays('DE-BY-A', [2024]).map(({ day }) => day))
  assert.ok(augsburg.has(Date.UTC(2024, 7, 8) / DAY), 'Peace Festival')
})

test('a holiday of several days marks each; one whose day is counted in another zone stays on its date', () => {
  const eid = countryHolidays('SA', [2024]).filter(({ name }) => name.includes('Eid al-Fitr'))
  assert.deepEqual(
    eid.map(({ day }) => day - eid[0].day),
    [0, 1, 2, 3],
  )
  assert.deepEqual(datesOf('DE', [2024], 'National Holiday'), ['2024-10-03'])
})

const ds = days('2022-03-01', 800)
const y = noise(800).map((value, i) => value + (ds[i].toISOString().slice(5, 10) === '12-25' ? 12 : 0))
const model = fit(
  { ds, y },
  {
    country: 'DE',
    holidays: {
      holiday: ['fair', 'Christmas Day'],
      ds: ['2023-07-01', '2022-12-25'],
      lower_window: [0, -1],
      prior_scale: [null, 5],
    },
  },
)

function holidayOf(
  name: string,
  from: AdditiveModel = model,
): { offsets: readonly number[]; days: readonly (readonly number[])[]; priorScale: number } {
  return from.components.find((component) => component.kind === 'holiday' && component.name === name) as never
}

test('each name is a component, beside and together with those of the table', () => {
  const names = model.components.flatMap(({ kind, name }) => (kind === 'holiday' ? [name] : []))
  assert.deepEqual(names, [...german, 'fair'].sort())
  const christmas = holidayOf('Christmas Day')
  assert.deepEqual(christmas.offsets, [-1, 0])
  assert.equal(christmas.priorScale, 5)
  assert.equal(holidayOf('Boxing Day').priorScale, 10)
})

test('dates are those of the years of the history, and of twenty years behind it', () => {
  const dates = holidayOf('Boxing Day').days[0].map((day) => new Date(day * DAY).toISOString().slice(0, 10))
  assert.deepEqual([dates[0], dates.at(-1), dates.length], ['2022-12-26', '2044-12-26', 23])
})

test('the forecast has the holiday where it falls', () => {
  const table = predict(model, { ds: ['2024-12-24', '2024-12-25', '2024-12-26'] }, { interval: 'none' })
  const [, on, after] = numbers(table, 'Christmas Day')
  assert.ok(on > 8 && after === 0)
})

test('names that the years of the history do not have are left out, as in Prophet', () => {
  const rows = { ds: days('2020-01-01', 300), y: noise(300) }
  const names = fit(rows, { country: 'US' }).components.map(({ name }) => name)
  assert.ok(names.includes('Christmas Day') && !names.includes('Juneteenth'), 'Juneteenth is a holiday from 2021 on')
})

test('the dates come from the JSON document: predictions are the same without a calendar', () => {
  const rows = { ds: days('2040-12-20', 20) }
  const copy = fromJSON(toJSON(model))
  assert.equal(bytes(predict(copy, rows)), bytes(predict(model, rows)))
  assert.equal((JSON.parse(toProphet(model)) as { country_holidays: unknown }).country_holidays, null)
})

test('rows behind the last date that the model knows are said to have none', () => {
  assert.deepEqual(notesOf(predict(model, { ds: ['2044-12-31'] })).length, 1)
  assert.equal(
    notesOf(predict(model, { ds: ['2045-01-01'] }))[1],
    'the model knows the holidays of "DE" up to 2044-12-31: later rows have none',
  )
})

const unknown: [string, string][] = [
  ['ZZ', 'a country that date-holidays knows, such as "DE" or "US-CA", got "ZZ"'],
  ['US-ZZ', 'a state that date-holidays knows, such as "DE" or "US-CA", got "US-ZZ"'],
  [
    'DE-BY-Q',
    'a region that date-holidays knows, such as "DE" or "US-CA", got "DE-BY-Q": one of DE-BY-A, DE-BY-KATH, DE-BY-EVANG',
  ],
  ['DE-BY-A-1', 'a country, state and region that date-holidays knows, such as "DE" or "US-CA", got "DE-BY-A-1"'],
]
for (const [country, message] of unknown) {
  test(`option "country" must name ${message}`, () => {
    assert.throws(
      () => fit(daily(20), { country }),
      (error: Error & { code?: string }) =>
        error.code === 'OPTION' && error.message.startsWith(`option "country" must name ${message}`),
    )
  })
}

test('a country that is no text is refused', () => {
  assert.throws(() => fit(daily(20), { country: 49 } as never), {
    code: 'OPTION',
    message: 'option "country" must be a country code such as "DE" or "US-CA", got 49',
  })
})

test('without the package date-holidays a PEER error says what to install', () => {
  const [folder, program, empty] = [process.cwd(), process.argv[1], mkdtempSync(join(tmpdir(), 'no-peer-'))]
  try {
    process.chdir(empty)
    process.argv[1] = join(empty, 'program.js')
    assert.throws(() => fit(daily(20), { country: 'FI' }), {
      code: 'PEER',
      message: 'option "country" needs the package date-holidays: npm install date-holidays',
    })
  } finally {
    process.chdir(folder)
    process.argv[1] = program
    rmSync(empty, { recursive: true })
  }
})
