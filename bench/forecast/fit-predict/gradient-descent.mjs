/**
 * Prophet's model by gradient descent in TensorFlow.js (core and CPU backend).
 *
 * No package of TensorFlow.js forecasts; this is what a developer writes with it: the design matrix Z of trend, changepoints and Fourier terms, and
 * the negative log posterior of objective.mjs over the number of rows, minimised by Adam from Prophet's own starting values. |δ| has no
 * gradient at 0, so δ never becomes exactly 0; that and the fixed number of steps leave the objective above the optimum. The gradient is
 * written out (Zᵀr/σ² and the priors' part), because the packages for Node do not register those of single operations:
 *
 *   θ: Zᵀ(Zθ − y)/σ² + (θ/25 | sign(δ)/τ | β/s²) · ln σ: T − SSE/σ² + 4σ²
 */
import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { packageVersion } from '../../harness/package-version.mjs'
import { readCsv } from '../common/data.mjs'
import { objective } from './objective.mjs'

const steps = 1000
const learningRate = 0.01
const changepointPriorScale = 0.05
const seasonalityPriorScale = 10
const day = 86_400_000

await tf.setBackend('cpu')

export function versions() {
  return Object.fromEntries(
    ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-cpu'].map((name) => [name, packageVersion(name)]),
  )
}

export function prepare(task, params) {
  const rows = readCsv(params.data)
  if (task === 'fit') return { run: () => fitted(rows, params), answer: (model) => ({ objective: model.objective }) }
  if (task === 'holdout') {
    const future = readCsv(params.future)
    return { run: () => predicted(fitted(rows, params), future), answer: (yhat) => ({ yhat }) }
  }
  throw new Error(`no task ${task}`)
}

/** The parameters after all steps: θ = (k, m, δ, β) and σ. */
function fitted(rows, seasons) {
  const [first, last] = [rows[0].ds, rows.at(-1).ds]
  const scale = Math.max(...rows.map((row) => Math.abs(row.y)))
  const y = rows.map((row) => row.y / scale)
  const frame = { first, span: last - first, changes: changepoints(rows, first, last - first), seasons }
  const { values, width } = design(rows, frame)
  const size = frame.changes.length

  const { theta, logSigma } = descend(values, y, width, size)
  return { theta, scale, frame, objective: objectiveOf({ theta, logSigma, y, frame, values, width }) }
}

/** Adam over (θ, ln σ). `values`: T × width, row-major; `size`: how many of θ are changepoints, after the first two. */
function descend(values, y, width, size) {
  const slope = y.at(-1) - y[0]
  const weight = (j) => (j < 2 ? 1 / 25 : j < 2 + size ? 0 : 1 / seasonalityPriorScale ** 2)
  const bend = (j) => (j >= 2 && j < 2 + size ? 1 / changepointPriorScale : 0)
  const column = (value) =>
    tf.tensor2d(
      Float32Array.from({ length: width }, (_, j) => value(j)),
      [width, 1],
    )
  const Z = tf.tensor2d(values, [y.length, width])
  const fixed = { Z, target: tf.tensor2d(y, [y.length, 1]), ridge: column(weight), lasso: column(bend), rows: y.length }
  const parameters = tf.variable(column((j) => [slope, y[0]][j] ?? 0))
  const noise = tf.variable(tf.scalar(Math.log(0.5)))
  const adam = tf.train.adam(learningRate)
  for (let step = 0; step < steps; step++) tf.tidy(() => adam.applyGradients(gradients(fixed, parameters, noise)))
  const found = { theta: parameters.dataSync().slice(), logSigma: noise.dataSync()[0] }
  adam.dispose()
  tf.disposeVariables()
  for (const tensor of Object.values(fixed)) if (tensor instanceof tf.Tensor) tensor.dispose()
  return found
}

function gradients({ Z, target, ridge, lasso, rows }, parameters, noise) {
  const residual = tf.sub(tf.matMul(Z, parameters), target)
  const variance = tf.exp(tf.mul(noise, 2))
  const priors = tf.add(tf.mul(ridge, parameters), tf.mul(lasso, tf.sign(parameters)))
  const slope = tf.add(tf.div(tf.matMul(Z, residual, true), variance), priors)
  const misfit = tf.div(tf.sum(tf.square(residual)), variance)
  const width = tf.add(tf.sub(rows, misfit), tf.mul(variance, 4))
  return [
    { name: parameters.name, tensor: tf.div(slope, rows) },
    { name: noise.name, tensor: tf.div(width, rows) },
  ]
}

function predicted({ theta, scale, frame }, future) {
  const { values, width } = design(future, frame)
  return future.map((_, i) => scale * theta.reduce((sum, value, j) => sum + value * values[i * width + j], 0))
}

/** Twenty-five changepoints over the first 80 % of the rows, as Prophet places them. */
function changepoints(rows, first, span) {
  const reach = Math.floor(rows.length * 0.8)
  const count = Math.min(25, reach - 1)
  return Array.from({ length: count }, (_, s) => {
    const row = Math.round(((s + 1) * (reach - 1)) / count)
    return (rows[row].ds - first) / span
  })
}

/** Rows × (t, 1, max(t − τ, 0) …, Fourier terms …), row-major. */
function design(rows, { first, span, changes, seasons }) {
  const waves = [
    ...(seasons.yearly ? fourier(365.25, 10) : []),
    ...(seasons.weekly ? fourier(7, 3) : []),
    ...(seasons.daily ? fourier(1, 4) : []),
  ]
  const width = 2 + changes.length + waves.length
  const values = new Float32Array(rows.length * width)
  rows.forEach(({ ds }, i) => {
    const t = (ds - first) / span
    const line = [t, 1, ...changes.map((change) => Math.max(t - change, 0)), ...waves.map((wave) => wave(ds / day))]
    values.set(line, i * width)
  })
  return { values, width }
}

function fourier(period, order) {
  return Array.from({ length: order }, (_, i) => {
    const rate = (2 * Math.PI * (i + 1)) / period
    return [(days) => Math.sin(rate * days), (days) => Math.cos(rate * days)]
  }).flat()
}

function objectiveOf({ theta, logSigma, y, frame, values, width }) {
  const size = frame.changes.length
  const K = width - 2 - size
  const X = new Float64Array(y.length * K)
  for (let i = 0; i < y.length; i++) X.set(values.subarray(i * width + 2 + size, (i + 1) * width), i * K)
  const data = {
    T: y.length,
    K,
    t: y.map((_, i) => values[i * width]),
    y,
    X,
    t_change: frame.changes,
    sigmas: new Array(K).fill(seasonalityPriorScale),
    tau: changepointPriorScale,
  }
  const parameters = { k: theta[0], m: theta[1], delta: theta.subarray(2, 2 + size), beta: theta.subarray(2 + size) }
  return objective(data, { ...parameters, sigmaObs: Math.exp(logSigma) })
}
