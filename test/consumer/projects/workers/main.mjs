/** Worker threads from whatever build `forecast` comes from: they start, and their folds are those of this thread. */
import assert from 'node:assert/strict'

export async function checkWorkers({ crossValidate }) {
  const days = Array.from({ length: 120 }, (_, i) => new Date(Date.UTC(2024, 0, 1 + i)))
  const history = { ds: days, y: days.map((day, i) => 10 + i / 20 + 3 * (day.getUTCDay() % 6)) }
  let started = 0
  process.on('worker', () => started++)
  const results = []
  for (const workers of [0, 2]) {
    const table = await crossValidate(history, {}, { initial: 60, period: 15, horizon: 15, workers })
    results.push(Array.from(table.getChild('yhat')))
    assert.equal(started, workers)
  }
  assert.deepEqual(results[1], results[0])
  assert.ok(results[0].length > 30 && results[0].every(Number.isFinite))
}
