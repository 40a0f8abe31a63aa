/** The options of Prophet's document, in this package's names. */
import { readRecord } from '../../options/rules.js'
import { modelSettingsSchema, type ModelSettings } from '../options.js'
import { DOCUMENT, type ProphetDocument } from './document.js'

/** The options that fit such a model here. */
export function readSettings(document: ProphetDocument): ModelSettings {
  const { growth, seasonality_mode: seasonalityMode, seasonality_prior_scale: seasonalityPriorScale } = document
  const switches = {
    yearlySeasonality: document.yearly_seasonality,
    weeklySeasonality: document.weekly_seasonality,
    dailySeasonality: document.daily_seasonality,
  }
  const settings = {
    growth,
    cap: growth === 'logistic' ? 'cap' : undefined,
    floor: growth === 'logistic' && document.logistic_floor ? 'floor' : undefined,
    changepointCount: Math.max(0, document.n_changepoints),
    changepointRange: document.changepoint_range,
    changepointPriorScale: document.changepoint_prior_scale,
    ...switches,
    seasonalities: document.seasonalities
      .filter(([name, entry]) => !isBuiltIn(name, entry, document))
      .map(([name, { period, fourier_order: fourierOrder, prior_scale: priorScale, mode, condition_name }]) => {
        return { name, period, fourierOrder, priorScale, mode, condition: condition_name ?? undefined }
      }),
    seasonalityMode,
    seasonalityPriorScale,
    holidaysMode: document.holidays_mode,
    holidaysPriorScale: document.holidays_prior_scale,
    regressors: document.extra_regressors.map(([name, { prior_scale: priorScale, standardize, mode }]) => {
      return { name, priorScale, standardize, mode }
    }),
    scaling: document.scaling,
    intervalWidth: document.interval_width,
  }
  return readRecord(modelSettingsSchema, settings, DOCUMENT)
}

const BUILT_INS = new Map([
  ['yearly', { period: 365.25, order: 10 }],
  ['weekly', { period: 7, order: 3 }],
  ['daily', { period: 1, order: 4 }],
])

/** Whether a seasonality is what Prophet's switch of its name makes. */
function isBuiltIn(
  name: string,
  { period, fourier_order, prior_scale, mode, condition_name }: ProphetDocument['seasonalities'][number][1],
  document: ProphetDocument,
): boolean {
  const usual = BUILT_INS.get(name)
  if (usual === undefined) return false
  const value = document[`${name}_seasonality` as 'yearly_seasonality' | 'weekly_seasonality' | 'daily_seasonality']
  return (
    period === usual.period &&
    fourier_order === (typeof value === 'number' ? value : usual.order) &&
    value !== false &&
    prior_scale === document.seasonality_prior_scale &&
    mode === document.seasonality_mode &&
    condition_name === null
  )
}
