/**
 * exp and log in float32 with the bits of the C library that XGBoost calls, so that responses and base scores agree to the last bit.
 *
 * Both are table-driven in double precision and rounded once at the end (Szabolcs Nagy, ARM optimized routines 2017; glibc 2.27 and later):
 *   exp: x = (k/32)·ln 2 + r, exp(x) = 2^(k/32) · p(r), p of degree 3; error up to .502 units in the last place
 *   log: x = 2^k · z, log(x) = log(c) + k·ln 2 + log(z/c), c the midpoint of one of 16 intervals; error up to .818 units
 * A correctly rounded result (Math.fround(Math.log(x))) would differ in some of a hundred values.
 */

const EXP_STEPS = 32
const EXP_C0 = 0.05550361559341535 / EXP_STEPS ** 3
const EXP_C1 = 0.2402284522445722 / EXP_STEPS ** 2
const EXP_C2 = 0.6931471806916203 / EXP_STEPS
const STEPS_PER_UNIT = Math.LOG2E * EXP_STEPS
/** Above, float32 overflows; below, it is 0. */
const EXP_OVERFLOW = 88.72283172607422
const EXP_UNDERFLOW = -103.972076416015625

/** e^x of a float32, as float32. `expf(1)` → 2.7182817459106445 */
export function expf(x: number): number {
  if (x > EXP_OVERFLOW) return Infinity
  if (x < EXP_UNDERFLOW) return 0
  const scaled = STEPS_PER_UNIT * x
  const k = roundToEven(scaled)
  const r = scaled - k
  const step = ((k % EXP_STEPS) + EXP_STEPS) % EXP_STEPS
  const power = 2 ** (step / EXP_STEPS) * 2 ** ((k - step) / EXP_STEPS)
  const z = EXP_C0 * r + EXP_C1
  return Math.fround((z * (r * r) + (EXP_C2 * r + 1)) * power)
}

/** Adding 1.5 · 2^52 leaves no binary places; the tie goes to the even integer. */
function roundToEven(x: number): number {
  return x + 6755399441055744 - 6755399441055744
}

/** 1/c of each interval and log(c), from the library's table. */
const LOG_TABLE: readonly number[] = [
  1.398907162146528, -0.33569133332882284, 1.3403141896637998, -0.2929040563774074, 1.286432210124115,
  -0.2518726580937369, 1.2367150214269895, -0.21245868807117255, 1.1906977166711752, -0.17453945183745634,
  1.1479821020556429, -0.1380057072319758, 1.1082251448272158, -0.10275976698545139, 1.0711297413057381,
  -0.06871392447020525, 1.036437278977283, -0.0357891387398228, 1, 0, 0.9492859795739057, 0.05204517742929496,
  0.8951049428609004, 0.11081431298787942, 0.8476821620351103, 0.1652495223695143, 0.8050314851692001,
  0.21687389031699977, 0.7664671008843108, 0.2659635028121397, 0.731428603316328, 0.3127556664073557,
]
const LOG_A0 = -0.25089342214237154
const LOG_A1 = 0.333456765744066
const LOG_A2 = -0.4999997485802103

const word = new Int32Array(1)
const single = new Float32Array(word.buffer)

/** Natural logarithm of a positive float32, as float32. `logf(2)` → 0.6931471824645996 */
export function logf(x: number): number {
  single[0] = x
  if (!(x > 0)) return x === 0 ? -Infinity : NaN
  if (x === Infinity) return Infinity
  if (x === 1) return 0
  let bits = word[0]
  if (bits < 0x800000) {
    single[0] = x * 8388608
    bits = word[0] - (23 << 23)
  }
  const shifted = (bits - 0x3f330000) | 0
  const interval = (shifted >> 19) & 15
  const k = shifted >> 23
  word[0] = bits - (k << 23)
  const r = single[0] * LOG_TABLE[2 * interval] - 1
  const r2 = r * r
  const y0 = LOG_TABLE[2 * interval + 1] + k * Math.LN2
  return Math.fround((LOG_A0 * r2 + (LOG_A1 * r + LOG_A2)) * r2 + (y0 + r))
}
