/**
 * The verdict on a group's causes, and on all groups together.
 *
 * Detectable R²: what the test would find four times in five is about δ/(n + δ) with δ = 1.4·(5.6 + 3.3·√columns): the noncentrality of the
 * F test at 5 %, and what the permutation test was measured to need above it (bench/regression/gate). With units n is a third of the rows:
 * measured on a dozen months a machine, with machine effects.
 */
import { verdict, type Reason, type Verdict } from '../../verdict/verdict.js'
import type { GateSettings } from './causes-options.js'
import { FEWEST_UNITS } from './exchange.js'
import type { Scores } from './held-out-scores.js'
import { TOO_GOOD, type Leak } from './leakage.js'

/** What is known about a group. */
export interface GroupEvidence {
  readonly rows: number
  /** The most units with equally long histories; null without units. */
  readonly units: number | null
  /** Whether the target is the same in every row, or at least in single precision, which is all that trees see. */
  readonly constant: 'exactly' | 'in single precision' | null
  readonly leaks: readonly Leak[]
  /** NaN where the group was not tested. */
  readonly pValue: number
  /** Over all groups; equal to the p-value without groups. */
  readonly qValue: number
  readonly grouped: boolean
  readonly columns: number
  /** Null where the group was not assessed. */
  readonly scores: Scores | null
  /** Names of the published features, the most important first. */
  readonly found: readonly string[]
  /** What the trees say about themselves. */
  readonly notes: readonly string[]
  /** What the group is called in a sentence: `type "A"`, or empty. */
  readonly called: string
  readonly target: string
}

/** What keeps a group from being assessed at all; null when nothing does. */
export function obstacle(
  { rows, units, constant }: Pick<GroupEvidence, 'rows' | 'units' | 'constant'>,
  { minRows }: Pick<GateSettings, 'minRows'>,
): 'TOO_FEW_ROWS' | 'TOO_FEW_UNITS' | 'CONSTANT_TARGET' | null {
  if (rows < minRows) return 'TOO_FEW_ROWS'
  if (units !== null && units < FEWEST_UNITS) return 'TOO_FEW_UNITS'
  return constant === null ? null : 'CONSTANT_TARGET'
}

/** The R² that the gate would find four times in five. */
function detectable({ rows, units, columns }: Pick<GroupEvidence, 'rows' | 'units' | 'columns'>): number {
  const needed = 1.4 * (5.6 + 3.3 * Math.sqrt(Math.max(1, columns)))
  return needed / ((units === null ? rows : rows / 3) + needed)
}

/** The verdict on one group. */
export function groupVerdict(evidence: GroupEvidence, gate: GateSettings, gated: boolean): Verdict {
  if (!gated) {
    const lacking = obstacle(evidence, gate) === null ? [] : failedOf(reasonsOf(evidence, gate))
    const message =
      lacking.length === 0
        ? 'no gate was asked for: causes are given as found'
        : `no gate was asked for, but there is nothing to give: ${lacking.join('; ')}`
    return verdict([{ code: 'GATE_OFF', message, measured: null, required: null, passed: true }], {
      published:
        lacking.length === 0
          ? 'Causes are given without a check.'
          : `No causes of ${evidence.target}${ofGroup(evidence)} can be given: ${lacking.join('; ')}.`,
      refused: () => '',
    })
  }
  return verdict(reasonsOf(evidence, gate), {
    published: publishedSentence(evidence),
    refused: (failed) => refusedSentence(failed, evidence, gate),
  })
}

function reasonsOf(evidence: GroupEvidence, gate: GateSettings): Reason[] {
  const { rows, units, constant, scores } = evidence
  const reasons: Reason[] = [
    check(
      'TOO_FEW_ROWS',
      `${counted(rows, 'row')}, at least ${gate.minRows} are asked for`,
      rows,
      gate.minRows,
      rows >= gate.minRows,
    ),
  ]
  if (units !== null) {
    const message = `${counted(units, 'unit')} with equally long histories, at least ${FEWEST_UNITS} are needed to exchange them`
    reasons.push(check('TOO_FEW_UNITS', message, units, FEWEST_UNITS, units >= FEWEST_UNITS))
  }
  const same =
    constant === 'exactly'
      ? 'is the same in every row'
      : 'differs so little that it is the same in every row in single precision'
  const varies = `${evidence.target} ${constant === null ? 'varies' : same}`
  reasons.push(check('CONSTANT_TARGET', varies, null, null, constant === null))
  if (obstacle(evidence, gate) !== null) return reasons
  reasons.push(leakReason(evidence, gate), chanceReason(evidence, gate))
  if (scores !== null) reasons.push(baselineReason(scores))
  if (gate.minR2 !== undefined && scores !== null) {
    const message = `cross-validated R² ${scores.r2.toFixed(3)}, at least ${gate.minR2} is asked for`
    reasons.push(check('LIMIT', message, scores.r2, gate.minR2, scores.r2 >= gate.minR2))
  }
  if (gate.maxRmse !== undefined && scores !== null) {
    const message = `cross-validated RMSE ${short(scores.rmse)}, at most ${gate.maxRmse} is asked for`
    reasons.push(check('LIMIT', message, scores.rmse, gate.maxRmse, scores.rmse <= gate.maxRmse))
  }
  return reasons
}

function leakReason({ leaks }: GroupEvidence, { leakage }: GateSettings): Reason {
  const worst = leaks.reduce((most, { measured }) => Math.max(most, measured), -Infinity)
  const message =
    leaks.length === 0 ? 'no feature looks like the target itself' : leaks.map((leak) => leak.message).join('; ')
  return check(
    'LEAKAGE',
    message,
    leaks.length === 0 ? null : worst,
    TOO_GOOD,
    leaks.length === 0 || leakage === 'warn',
  )
}

function chanceReason(evidence: GroupEvidence, { alpha }: GateSettings): Reason {
  const { pValue, qValue, grouped } = evidence
  const measured = grouped ? `q = ${short(qValue)} (p = ${short(pValue)})` : `p = ${short(pValue)}`
  const passed = qValue <= alpha
  const message = passed
    ? `the features explain more than chance would: ${measured}, at most ${alpha} is asked for`
    : `not distinguishable from the mean: ${measured}, at most ${alpha} is asked for; ${sizeAndPower(evidence)}`
  return check('NO_SKILL', message, qValue, alpha, passed)
}

/** What chance cannot explain must also be good for something: rows that a model has not seen are predicted better than by the mean. */
function baselineReason({ skill }: Scores): Reason {
  return check('NO_SKILL', heldOutSentence(skill).replace(/^R(.*)\.$/, 'r$1'), skill, 0, skill > 0)
}

function sizeAndPower(evidence: GroupEvidence): string {
  const { rows, units } = evidence
  const size = units === null ? `n = ${rows}` : `n = ${rows} in ${units} units`
  return `${size}, detectable R² ≥ ${detectable(evidence).toFixed(2)}`
}

function publishedSentence({ found, scores, leaks, rows, called, target, notes }: GroupEvidence): string {
  const subject = called === '' ? target : `${target} of ${called}`
  const skill = scores?.skill ?? NaN
  const named =
    found.length === 0
      ? `The features together go with ${subject}, but none of them can be singled out (${counted(rows, 'row')}).`
      : `What goes with ${subject}: ${andList(found)} (${counted(rows, 'row')}).`
  const warning = warningOf([...leaks.map(({ message }) => message), ...notes])
  return `${named} ${heldOutSentence(skill)} This is association, not proof of a cause.${warning}`
}

function warningOf(messages: readonly string[]): string {
  return messages.length === 0 ? '' : ` Warning: ${messages.join('; ')}.`
}

/** What is said of the skill: never more than was measured. */
function heldOutSentence(skill: number): string {
  const percent = Math.min(99, Math.round(100 * skill))
  if (percent >= 1) return `Rows held out are predicted with ${percent} % less squared error than by the mean.`
  return skill > 0
    ? 'Rows held out are hardly predicted better than by the mean (less than 1 % less squared error).'
    : 'Rows held out are not predicted better than by the mean.'
}

function refusedSentence(failed: readonly Reason[], evidence: GroupEvidence, { alpha }: GateSettings): string {
  const where = ofGroup(evidence)
  const [first] = failed
  if (first.code === 'NO_SKILL' && evidence.qValue > alpha)
    return `No causes of ${evidence.target}${where}: not distinguishable from the mean (${sizeAndPower(evidence)}).`
  return `No causes of ${evidence.target}${where} are shown: ${failed.map(({ message }) => message).join('; ')}.${warningOf(evidence.notes)}`
}

/** What the verdict on the whole table needs to know of each group. */
export interface GroupOutcome {
  readonly verdict: Verdict
  /** What the group is called in a sentence. */
  readonly called: string
  /** Whether some feature of it is published. */
  readonly found: boolean
}

/** One verdict on the whole table: published when at least one group may be. */
export function overallCauses(groups: readonly GroupOutcome[], gated: boolean): Verdict {
  const namesOf = (own: readonly GroupOutcome[]): string => andList(own.map(({ called }) => called))
  if (!gated) {
    const message = 'no gate was asked for: causes are given as found'
    return verdict([{ code: 'GATE_OFF', message, measured: null, required: null, passed: true }], {
      published: 'Causes are given without a check.',
      refused: () => '',
    })
  }
  const passed = groups.filter(({ verdict: { publish } }) => publish)
  const message = `${passed.length} of ${counted(groups.length, 'group')} may be published`
  const reason = { code: 'GROUPS', message, measured: passed.length, required: 1, passed: passed.length > 0 }
  const found = passed.filter((group) => group.found)
  const vague = passed.filter((group) => !group.found)
  const refused = groups.filter(({ verdict: { publish } }) => !publish)
  const whole = groups.length === 1 ? 'the only group' : `all ${groups.length} groups`
  const where = found.length === groups.length ? whole : `${found.length} of ${groups.length} groups: ${namesOf(found)}`
  const parts = [
    found.length === 0 ? 'No cause can be singled out' : `Causes were found in ${where}`,
    ...(vague.length === 0
      ? []
      : [`features matter together${found.length === 0 ? '' : ', but none can be singled out'}: ${namesOf(vague)}`]),
    ...(refused.length === 0 ? [] : [`refused: ${namesOf(refused)}`]),
  ]
  return verdict([reason], {
    published: `${parts.join('; ')}.`,
    refused: () => `No causes were found in ${groups.length === 1 ? whole : `any of ${groups.length} groups`}.`,
  })
}

function check(
  code: string,
  message: string,
  measured: number | null,
  required: number | null,
  passed: boolean,
): Reason {
  return { code, message, measured, required, passed }
}

function failedOf(reasons: readonly Reason[]): string[] {
  return reasons.flatMap(({ passed, message }) => (passed ? [] : [message]))
}

/** ` of type "A"`, or nothing. */
function ofGroup({ called }: GroupEvidence): string {
  return called === '' ? '' : ` of ${called}`
}

/** `1 row`, `2 rows`. */
function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** `a`, `a and b`, `a, b and c`. */
function andList(names: readonly string[]): string {
  if (names.length < 2) return names.join('')
  return `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)))
}
