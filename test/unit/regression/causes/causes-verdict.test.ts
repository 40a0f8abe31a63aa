import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  groupVerdict,
  overallCauses,
  type GroupEvidence,
  type GroupOutcome,
} from '../../../../src/regression/causes/causes-verdict.js'
import { verdict } from '../../../../src/verdict/verdict.js'

const gate = {
  alpha: 0.05,
  permutations: 199,
  minRows: 30,
  leakage: 'error',
  minR2: undefined,
  maxRmse: undefined,
} as const
const evidence: GroupEvidence = {
  rows: 60,
  units: null,
  constant: null,
  leaks: [],
  pValue: 0.005,
  qValue: 0.005,
  grouped: false,
  columns: 4,
  scores: null,
  found: ['heat'],
  notes: [],
  called: '',
  target: 'uptime',
}

function withSkill(skill: number): string {
  const scores = {
    mse: 1,
    rmse: 1,
    mae: 1,
    r2: skill,
    baselineRmse: 1,
    linearRmse: 1,
    skill,
    skillLower: -1,
    skillUpper: 1,
  }
  return groupVerdict({ ...evidence, scores }, gate, true).summary
}

test('the summary never says more of the skill than was measured', () => {
  const said: readonly (readonly [number, string])[] = [
    [0.42, 'Rows held out are predicted with 42 % less squared error than by the mean.'],
    [0.009, 'Rows held out are predicted with 1 % less squared error than by the mean.'],
    [0.0006, 'Rows held out are hardly predicted better than by the mean (less than 1 % less squared error).'],
    [0.9996, 'Rows held out are predicted with 99 % less squared error than by the mean.'],
  ]
  for (const [skill, sentence] of said)
    assert.equal(
      withSkill(skill),
      `What goes with uptime: heat (60 rows). ${sentence} This is association, not proof of a cause.`,
    )
})

test('what chance cannot explain is refused all the same when rows held out are not predicted better', () => {
  for (const skill of [0, -0.3]) {
    assert.equal(
      withSkill(skill),
      'No causes of uptime are shown: rows held out are not predicted better than by the mean.',
    )
  }
})

test('one row and one unit are written as such', () => {
  const { summary } = groupVerdict({ ...evidence, rows: 1, units: 1 }, gate, true)
  assert.equal(
    summary,
    'No causes of uptime are shown: 1 row, at least 30 are asked for; 1 unit with equally long histories, at least 5 are needed to exchange them.',
  )
})

test('without a gate, a group that nothing can be said of says so', () => {
  assert.equal(groupVerdict(evidence, gate, false).summary, 'Causes are given without a check.')
  const short = groupVerdict({ ...evidence, rows: 12, called: 'type "A"' }, gate, false)
  assert.equal(short.summary, 'No causes of uptime of type "A" can be given: 12 rows, at least 30 are asked for.')
  assert.deepEqual(
    short.reasons.map(({ code, message, passed }) => [code, message, passed]),
    [['GATE_OFF', 'no gate was asked for, but there is nothing to give: 12 rows, at least 30 are asked for', true]],
  )
})

function outcome(called: string, publish: boolean, found: boolean): GroupOutcome {
  const reason = { code: 'X', message: 'x', measured: null, required: null, passed: publish }
  return { called, found, verdict: verdict([reason], { published: '', refused: () => '' }) }
}

test('all groups together: found, found in part, not singled out, refused, without a gate', () => {
  const [found, vague, refused] = [outcome('A', true, true), outcome('B', true, false), outcome('C', false, false)]
  const said: readonly (readonly [readonly GroupOutcome[], string])[] = [
    [[found], 'Causes were found in the only group.'],
    [[found, found], 'Causes were found in all 2 groups.'],
    [[refused], 'No causes were found in the only group.'],
    [[refused, refused], 'No causes were found in any of 2 groups.'],
    [[found, refused], 'Causes were found in 1 of 2 groups: A; refused: C.'],
    [
      [found, vague, refused],
      'Causes were found in 1 of 3 groups: A; features matter together, but none can be singled out: B; refused: C.',
    ],
    [[vague], 'No cause can be singled out; features matter together: B.'],
  ]
  for (const [groups, summary] of said) assert.equal(overallCauses(groups, true).summary, summary)
  const open = overallCauses([found, vague], false)
  assert.equal(open.summary, 'Causes are given without a check.')
  assert.deepEqual(
    open.reasons.map(({ code }) => code),
    ['GATE_OFF'],
  )
})
