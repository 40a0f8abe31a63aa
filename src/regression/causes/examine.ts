/**
 * All computing of `causes`, shared out over a pool: the gate of each group; the tests of its features, where the gate was passed; its models.
 */
import type { Pool } from '../../parallel/pool.js'
import { turnTaker } from '../../parallel/take-turns.js'
import { assessCausesTask, type Assessment } from './assess.js'
import type { Associations } from './associated.js'
import type { OtherRows } from './borrow.js'
import type { CausesSettings } from './causes-options.js'
import { obstacle, type GroupEvidence } from './causes-verdict.js'
import { exchangeUnits, largestStratum, type Exchange } from './exchange.js'
import type { GroupData } from './group-data.js'
import { findLeaks, type Leak } from './leakage.js'
import { drawsOf, permutationTask, type TestInput } from './permutation-test.js'
import { gatePlan, planTests, type PlannedTest } from './plan-tests.js'
import type { Groups } from './read-groups.js'
import { smallMatrix, type SmallMatrix } from './small-matrix.js'

/** A group before it is judged. */
export interface Examined {
  readonly small: SmallMatrix
  /** Null where something stands in the way of any test. */
  readonly work: Work | null
}

interface Work {
  readonly leaks: readonly Leak[]
  /** Of the gate. */
  readonly pValue: number
  readonly assessment: Assessment
  /** Null where the gate was not passed: nobody will see a ranking. */
  readonly tested: {
    readonly tests: readonly PlannedTest[]
    readonly associations: Associations
    readonly pValues: readonly number[]
  } | null
}

/** Run the gates of all groups; then the assessments, and the tests of the features where the gate was passed. */
export async function examine(
  { groups, features, bounded }: Groups,
  settings: CausesSettings,
  pool: Pool,
): Promise<Examined[]> {
  const { gate, gated, seed, run, trees, actionable, better, coverage } = settings
  const turn = turnTaker(run.signal)
  const smalls: SmallMatrix[] = []
  for (const data of groups) {
    smalls.push(smallMatrix(data.columns, data.target.length))
    await turn()
  }
  const open = groups.flatMap((data, g) => (obstacle(factsOf(data), gate) === null ? [{ data, small: smalls[g] }] : []))
  const testOf = (
    { data, small }: (typeof open)[number],
    plan: Exchange,
    own: readonly number[] | null,
    name: string,
    judged: number,
  ): TestInput => ({
    matrix: small,
    target: data.target,
    weight: data.weight,
    plan,
    features: own,
    ...(gated
      ? drawsOf(judged, gate.alpha, gate.permutations)
      : { permutations: gate.permutations, stop: gate.permutations + 1 }),
    seed,
    stream: `${name} ${data.name}`,
  })
  const map = { signal: run.signal, onProgress: run.onProgress }
  const gates = await pool.map(
    permutationTask,
    open.map((group) => testOf(group, gatePlan(group.data), null, 'gate', open.length)),
    { ...map, label: 'causes: groups' },
  )
  const planned: (ReturnType<typeof planTests> | null)[] = []
  for (const [i, { data }] of open.entries()) {
    planned.push(!gated || gates[i].pValue <= gate.alpha ? planTests(data) : null)
    await turn()
  }
  const tests = open.flatMap((group, i) =>
    (planned[i]?.tests ?? []).flatMap(({ kind, features: own, plan }) => {
      const names = own.map((f) => features[f]).join(' + ')
      return plan === null ? [] : [testOf(group, plan, own, `${kind} ${names}`, features.length)]
    }),
  )
  const tested = await pool.map(permutationTask, tests, { ...map, label: 'causes: features' })
  const assessInputs = open.map(({ data, small }, i) => ({
    data,
    small,
    others: othersOf(data, groups),
    bounded,
    trees,
    actionable: actionable.map((name) => features.indexOf(name)),
    sign: better === 'higher' ? (1 as const) : (-1 as const),
    coverage,
    ranked: planned[i] !== null,
    seed,
  }))
  const assessments = await pool.map(assessCausesTask, assessInputs, { ...map, label: 'causes: models' })
  let next = 0
  const works = open.map(({ data }, i): Work => {
    const plan = planned[i]
    const pValues = (plan?.tests ?? []).map((test) => (test.plan === null ? 1 : tested[next++].pValue))
    return {
      leaks: findLeaks(data.columns, data.target),
      pValue: gates[i].pValue,
      assessment: assessments[i],
      tested: plan === null ? null : { ...plan, pValues },
    }
  })
  return groups.map((data, g) => ({
    small: smalls[g],
    work: works[open.findIndex((one) => one.data === data)] ?? null,
  }))
}

/** Groups of fewer rows borrow from the others. */
const FEW = 120
/** Most rows to borrow from: more say nothing new to so few. */
const MOST_OTHERS = 5000

/** The other groups' rows, every so many of them if they are very many; null when the group needs none, or they have little to lend. */
function othersOf(data: GroupData, groups: readonly GroupData[]): OtherRows | null {
  const rest = groups.filter((group) => group !== data)
  const total = rest.reduce((sum, { target }) => sum + target.length, 0)
  if (data.target.length >= FEW || total < 2 * data.target.length) return null
  const stride = Math.ceil(total / MOST_OTHERS)
  const pick = (of: (group: GroupData) => ArrayLike<number>): number[] =>
    rest.flatMap((group) => Array.from(of(group))).filter((_, i) => i % stride === 0)
  return {
    columns: data.columns.map((column, f) => ({
      ...column,
      values: Float32Array.from(pick(({ columns }) => columns[f].values)),
    })),
    target: Float64Array.from(pick(({ target }) => target)),
    weight: Float64Array.from(pick(({ weight }) => weight)),
  }
}

/** What can be said of a group before any test. */
export function factsOf({ target, units }: GroupData): Pick<GroupEvidence, 'rows' | 'units' | 'constant'> {
  return {
    rows: target.length,
    units: units === null ? null : largestStratum(exchangeUnits(units.of)),
    constant: constancy(target),
  }
}

function constancy(target: Float64Array): GroupEvidence['constant'] {
  if (target.every((y) => y === target[0])) return 'exactly'
  return target.every((y) => Math.fround(y) === Math.fround(target[0])) ? 'in single precision' : null
}
