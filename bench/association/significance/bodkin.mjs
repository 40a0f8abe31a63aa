/** bodkin's `mine`: a table of baskets → rules that hold beyond what the sizes of baskets explain; and the test alone. */
import { createHash } from 'node:crypto'
import { readBasketTable } from '../common/baskets.mjs'
import { bodkinVersions, importBodkin } from '../../harness/bodkin.mjs'

const { association } = await importBodkin('index.js')
const { lcm, mine, rules, significance, transactions } = association

export const versions = bodkinVersions

/**
 * @param task `mine`: the whole run; `significance`: the test of rules that are there
 * @param params `file`, `minSupport`, `permutations`, `workers`, `exclusive` (null: none)
 */
export function prepare(task, { file, minSupport, permutations, workers, exclusive }) {
  const table = readBasketTable(file)
  const run = { permutations, workers, ...(exclusive === null ? {} : { exclusive }) }
  if (task === 'mine') {
    return {
      run: () => mine(table, { items: 'items', minSupport, ...run }),
      answer: ({ rules: published, refused }) => ({
        published: published.numRows,
        refused: refused.numRows,
        digest: digest([published, refused]),
      }),
    }
  }
  const baskets = transactions(table, { items: 'items' })
  const candidates = rules(lcm(baskets, { minSupport, maxLength: 4 }), { minThreshold: 0 })
  return {
    run: () => significance(candidates, baskets, run),
    answer: (tested) => ({ rules: tested.numRows, digest: digest([tested]) }),
  }
}

/** Of all values: the same seed must give the same ones. Lists of labels are arrays of text here. */
function digest(tables) {
  const hash = createHash('sha256')
  for (const table of tables)
    for (const { name } of table.schema.fields) {
      const values = [...table.getChild(name)].map((value) =>
        typeof value === 'object' && value !== null ? [...value] : value,
      )
      hash.update(`${name} ${JSON.stringify(values)}`)
    }
  return hash.digest('hex').slice(0, 16)
}
