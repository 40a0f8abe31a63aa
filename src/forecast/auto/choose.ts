/**
 * Which forecast to trust: the median of the good ones, unless a single one is beyond doubt better.
 *
 * A handful of origins cannot tell good models apart, and the best of many on them is often a lucky one; the median of several is seldom the
 * best and hardly ever bad. Good are the candidates whose loss is at most 1.5 times the least one, the five best of them. The best one
 * stands alone where no other is good, and where its Diebold–Mariano statistic against the median is above 3: for the best of a dozen in 16
 * folds that is a level of 5 %. On 260 folds of 48 real series this erred less than taking the best candidate, than taking it from one or two
 * standard errors on, and than weighted means of the good ones.
 *
 * Where holidays or regressors are known, only the additive forms can use them. If one of these is the best, the median is theirs alone, so
 * that the others, however many, do not outvote what is known.
 */
import { isAdditive, isUninformed, type CandidateName } from './candidates.js'
import { dieboldMariano } from './diebold-mariano.js'
import { medianOf, type Loss, type Tried } from './tuned.js'

/** How much worse than the best a good one may be: beyond that, one forecast is so much better than all others that it stands alone. */
const REACH = 1.5
/** Most members of a median. */
const MEMBERS = 5

/** Statistic from which on a single candidate is better than the median beyond doubt. */
const BEYOND_DOUBT = 3

/**
 * The median of the good ones; undefined when fewer than two are.
 *
 * @param known whether the additive forms know more than the history: holidays, regressors
 */
export function combine(tried: readonly Tried[], loss: Loss, known: boolean): Tried | undefined {
  const usable = ranked(tried)
  const family = known && usable.length > 0 && isAdditive(usable[0].name)
  const members: Tried[] = []
  for (const one of usable) {
    if (family && !isAdditive(one.name)) continue
    // forms of the additive model are near relatives: two of them would outvote the others
    if (!family && isAdditive(one.name) && members.some(({ name }) => isAdditive(name))) continue
    if (members.length < MEMBERS && one.loss <= usable[0].loss * REACH) members.push(one)
  }
  return members.length < 2 ? undefined : medianOf(members, loss)
}

/**
 * The candidate to publish; undefined when none has a forecast in every fold.
 *
 * @param overlap how many neighbouring folds share a row
 */
export function choose(tried: readonly Tried[], names: readonly CandidateName[], overlap: number): Tried | undefined {
  const usable = ranked(tried.filter(({ name }) => names.includes(name)))
  const median = usable.find(({ name }) => name === 'median')
  const single = usable.find(({ name }) => name !== 'median')
  if (median === undefined || single === undefined || median.losses.length < 2) return median ?? single
  const gains = median.losses.map((loss, f) => loss - single.losses[f])
  return dieboldMariano(gains, overlap).statistic > BEYOND_DOUBT ? single : median
}

/** What may be published and has a forecast in every fold, the best first. */
function ranked(tried: readonly Tried[]): Tried[] {
  return tried.filter(({ name, loss }) => !isUninformed(name) && Number.isFinite(loss)).sort((a, b) => a.loss - b.loss)
}
