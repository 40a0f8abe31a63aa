/** Worker threads from whatever build `pool` and `task` come from: the same matrices as on this thread. */
import assert from 'node:assert/strict'

export async function checkWorkers({ openPool }, { gramTask }) {
  const inputs = Array.from({ length: 4 }, (_, k) => ({
    columns: Float64Array.from({ length: 600 * 3 }, (_, i) => Math.cos(i * (k + 1))),
    rows: 600,
    count: 3,
  }))
  const results = []
  for (const workers of [0, 2]) {
    const pool = openPool(workers)
    results.push(await pool.map(gramTask, inputs))
    await pool.close()
  }
  assert.deepEqual(results[1], results[0])
  assert.ok(results[0].every((matrix) => matrix.length === 9 && matrix.every(Number.isFinite)))
}
