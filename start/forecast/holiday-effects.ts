/** What each holiday adds on its day and on the days of its window, read from the fitted coefficients. */
import type { AdditiveModel } from '../../src/forecast/index.js'

/** Effects in the unit of y, the strongest first. (A type, not an interface: only a type counts as columns by name.) */
export type HolidayEffects = {
  readonly name: readonly string[]
  readonly effect: readonly number[]
}

/** Coefficients of the holidays, in units of y. */
export function holidayEffects({ components, fit, scale }: AdditiveModel): HolidayEffects {
  const effects = components.flatMap((component) => {
    if (component.kind !== 'holiday') return []
    return component.offsets.map((offset) => {
      const feature = fit.features.indexOf(`${component.name}_delim_${offset < 0 ? '' : '+'}${offset}`)
      return { name: dayName(component.name, offset), effect: fit.beta[feature] * scale.y }
    })
  })
  effects.sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect))
  return { name: effects.map(({ name }) => name), effect: effects.map(({ effect }) => effect) }
}

/** A day of a holiday's window in words: `dayName('Christmas', -1)` → `'day before Christmas'` */
export function dayName(holiday: string, offset: number): string {
  if (offset === 0) return holiday
  if (Math.abs(offset) === 1) return `day ${offset < 0 ? 'before' : 'after'} ${holiday}`
  return `${Math.abs(offset)} days ${offset < 0 ? 'before' : 'after'} ${holiday}`
}
