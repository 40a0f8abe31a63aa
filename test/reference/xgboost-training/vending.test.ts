/** The vending case (make.py, vending.json): importances, mse and rmse of six machine types equal XGBoost's. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { categoryColumn } from '../../../src/arrow/category-column.js'
import { numericColumn } from '../../../src/arrow/numeric-column.js'
import { readTable } from '../../../src/arrow/read-table.js'
import { fit } from '../../../src/regression/training/fit.js'
import { importance } from '../../../src/regression/model/importance.js'
import { predict } from '../../../src/regression/model/predict.js'

interface MachineType {
  readonly type: string
  readonly month: readonly number[]
  readonly location: readonly string[]
  readonly temperature: readonly number[]
  readonly volume: readonly number[]
  readonly uptime: readonly number[]
  readonly test: readonly number[]
  readonly importance: Readonly<Record<string, number>>
  readonly mse: number
  readonly rmse: number
}

const { types } = JSON.parse(readFileSync(new URL('vending.json', import.meta.url), 'utf8')) as {
  readonly types: readonly MachineType[]
}

function rowsOf(machine: MachineType, test: number): Record<string, (string | number)[]> {
  const pick = <T>(values: readonly T[]): T[] => values.filter((_, row) => machine.test[row] === test)
  return {
    month: pick(machine.month),
    location: pick(machine.location),
    temperature: pick(machine.temperature),
    volume: pick(machine.volume),
    uptime: pick(machine.uptime),
  }
}

describe('a model a machine type', () => {
  for (const machine of types) {
    it(`${machine.type}: ${machine.month.length} rows`, () => {
      const model = fit(rowsOf(machine, 0), { target: 'uptime', maxDepth: 3, learningRate: 0.1 })
      const table = readTable(importance(model, { type: 'gain', normalize: true }))
      const { codes, labels } = categoryColumn(table, 'feature')
      const { values } = numericColumn(table, 'importance')
      codes.forEach((code, row) => {
        const expected = machine.importance[labels[code]]
        assert.ok(Math.abs(values[row] - expected) <= 1e-5, `${labels[code]}: ${values[row]}, expected ${expected}`)
      })
      assert.equal(codes.length, 4)
      const test = rowsOf(machine, 1)
      const found = predict(model, test)
      const mse = found.reduce((sum, value, row) => sum + (value - (test.uptime[row] as number)) ** 2, 0) / found.length
      assert.ok(Math.abs(mse - machine.mse) <= 1e-5 * machine.mse, `mse ${mse}, expected ${machine.mse}`)
      assert.ok(Math.abs(Math.sqrt(mse) - machine.rmse) <= 1e-5 * machine.rmse)
    })
  }
})
