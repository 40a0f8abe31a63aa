/** What the three functions say to input that they cannot use: code and whole message. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { detectShocks } from '../../../../src/forecast/shocks/detect-shocks.js'
import { shockEffect } from '../../../../src/forecast/shocks/shock-effect.js'
import { shockHolidays } from '../../../../src/forecast/shocks/shock-holidays.js'
import { daily } from '../series-for-tests.js'

const history = daily(60)
const shocks = { start: ['2023-01-10'], days: [5], kind: ['one-off'] }
const irregular = { ds: ['2024-01-01', '2024-01-02', '2024-01-04', '2024-01-09'], y: [1, 2, 4, 3] }

const cases: [string, string, string, () => unknown][] = [
  ['no time', 'COLUMN', 'history has no column "ds": it has "y"', () => detectShocks({ y: [1, 2] })],
  [
    'an infinite value',
    'DATA',
    'column "y", row 1: must be finite, got Infinity',
    () => detectShocks({ ds: ['2024-01-01', '2024-01-02'], y: [1, Infinity] }),
  ],
  [
    'alpha 0',
    'OPTION',
    'option "alpha" must be a number in (0, 0.5], got 0',
    () => detectShocks(history, { alpha: 0 }),
  ],
  [
    'a shock of one row',
    'OPTION',
    'option "minLength" must be an integer of at least 2, got 1',
    () => detectShocks(history, { minLength: 1 }),
  ],
  [
    'half a day',
    'OPTION',
    'option "maxDays" must be an integer of at least 2, got 10.5',
    () => detectShocks(history, { maxDays: 10.5 }),
  ],
  [
    'an option of the model that is out of range',
    'OPTION',
    'option "changepointPriorScale" must be a number above 0 (1e-100 to 1e100), got 0',
    () => detectShocks(history, { changepointPriorScale: 0 }),
  ],
  [
    'an unknown option',
    'OPTION',
    'unknown option "minDays"',
    // @ts-expect-error
    () => detectShocks(history, { minDays: 3 }),
  ],
  [
    'options that are none',
    'OPTION',
    'option "options" must be an object, got null',
    // @ts-expect-error
    () => detectShocks(history, null),
  ],
  [
    'shocks without days',
    'COLUMN',
    'shocks has no column "days": it has "start", "kind"',
    () => shockHolidays({ start: ['2024-01-01'], kind: ['one-off'] }),
  ],
  [
    'no days',
    'DATA',
    'column "days", row 0: must be an integer in [1, 3661], got 0',
    () => shockHolidays({ ...shocks, days: [0] }),
  ],
  [
    'null days',
    'DATA',
    'column "days", row 0: must be an integer in [1, 3661], got null',
    () => shockHolidays({ ...shocks, days: [null] }),
  ],
  [
    'another kind',
    'DATA',
    'column "kind", row 0: must be "one-off" or "yearly", got "weekly"',
    () => shockHolidays({ ...shocks, kind: ['weekly'] }),
  ],
  [
    'no kind',
    'DATA',
    'column "kind", row 0: must be "one-off" or "yearly", got null',
    () => shockHolidays({ start: ['2023-01-10', '2023-02-10'], days: [5, 5], kind: [null, 'yearly'] }),
  ],
  [
    'a shock without a start',
    'DATA',
    'column "start", row 1: must have a time, got null',
    () => shockHolidays({ start: ['2023-01-10', null], days: [5, 5], kind: ['yearly', 'yearly'] }),
  ],
  [
    'an effect on one row',
    'DATA',
    'shockEffect needs at least 2 rows with a value in "y", got 1',
    () => shockEffect({ ds: ['2024-01-01'], y: [1] }, shocks),
  ],
  [
    'no periods',
    'OPTION',
    'option "periods" must be an integer in [1, 100000], got 0',
    () => shockEffect(history, shocks, { periods: 0 }),
  ],
  [
    'shocks that are none',
    'COLUMN',
    'shocks has no column "start": it has "ds", "y"',
    () => shockEffect(history, history),
  ],
  [
    'effect options that are none',
    'OPTION',
    'option "options" must be an object, got an empty array',
    // @ts-expect-error
    () => shockEffect(history, shocks, []),
  ],
  [
    'a frequency that cannot be told',
    'OPTION',
    'the frequency of the history (2024-01-01 to 2024-01-09) cannot be inferred, its steps are too irregular: give option "frequency", or a table of times',
    () => shockEffect(irregular, shocks),
  ],
]

for (const [name, code, message, call] of cases) {
  test(`${name}: ${message}`, () => assert.throws(call, { name: 'BodkinError', code, message }))
}
