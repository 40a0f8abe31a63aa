/**
 * Between response and margin: the margin is what trees add up to, the response is what the target is measured in.
 *
 *   logistic  response = 1 / (1 + e^−margin)      poisson, gamma, tweedie  response = e^margin      others  response = margin
 *
 * All in float32 and step by step as XGBoost does it, so that base scores and responses have its bits.
 */
import { expf, logf } from './float-functions.js'
import type { ObjectiveName } from '../options.js'

type Link = 'identity' | 'logit' | 'log'

/** Beyond, e^x would overflow float32. */
const LARGEST_EXPONENT = 88.7

function linkOf(objective: ObjectiveName): Link {
  if (objective === 'logistic') return 'logit'
  return objective === 'poisson' || objective === 'gamma' || objective === 'tweedie' ? 'log' : 'identity'
}

/** Whether margins are logarithms of responses. */
export function hasLogLink(objective: ObjectiveName): boolean {
  return linkOf(objective) === 'log'
}

/** The margin of a response: `toMargin('logistic', 0.5)` → 0. */
export function toMargin(objective: ObjectiveName, response: number): number {
  const value = Math.fround(response)
  const link = linkOf(objective)
  if (link === 'logit') return 0 - logf(Math.fround(Math.fround(1 / value) - 1))
  return link === 'log' ? logf(value) : value
}

/** Whether a response has a finite margin: inside (0, 1) for logistic, above 0 for poisson, gamma and tweedie. */
export function hasMargin(objective: ObjectiveName, response: number): boolean {
  return Number.isFinite(toMargin(objective, response))
}

/** Turn margins into responses, in place. */
export function toResponses(objective: ObjectiveName, margins: Float32Array): void {
  const link = linkOf(objective)
  if (link === 'identity') return
  for (let i = 0; i < margins.length; i++) margins[i] = link === 'log' ? expf(margins[i]) : sigmoid(margins[i])
}

/** 1 / (1 + e^−x) in float32. */
function sigmoid(x: number): number {
  return Math.fround(1 / Math.fround(expf(Math.min(-x, Math.fround(LARGEST_EXPONENT))) + 1))
}
