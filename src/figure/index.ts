/** Figures and reports: results become Vega-Lite specifications, SVG text, and one self-contained HTML file. */
export { forecastFigure, type ForecastFigureOptions } from './forecast-figure.js'
export {
  componentFigures,
  type ComponentCycle,
  type ComponentFigure,
  type ComponentFigureOptions,
  type ComponentPoint,
} from './component-figures.js'
export { changepointsFigure, type ChangepointsFigureOptions } from './changepoints-figure.js'
export {
  crossValidationFigure,
  horizonFigure,
  type CrossValidationFigureOptions,
  type HorizonFigureOptions,
} from './horizon-figure.js'
export { shocksFigure, type ShocksFigureOptions } from './shocks-figure.js'
export { effectsFigure, scoresFigure, type EffectsFigureOptions, type ScoresFigureOptions } from './bars-figure.js'
export { cooccurrenceFigure, type CooccurrenceFigureOptions } from './cooccurrence-figure.js'
export { rulesFigure, type RulesFigureOptions } from './rules-figure.js'
export { rulesTable, type RulesTableOptions } from './rules-table.js'
export { verdictCard, type VerdictCard, type VerdictCheck } from './verdict-card.js'
export { toSVG } from './to-svg.js'
export { report } from './report/report.js'
export type {
  Report,
  ReportFacts,
  ReportFigure,
  ReportPart,
  ReportSection,
  ReportTable,
  ReportText,
  ReportVerdict,
} from './report/sections.js'
export type { Figure, FigureSize } from './specification.js'
export { importanceFigure, type ImportanceFigureOptions } from './importance-figure.js'
export { beeswarmFigure, type BeeswarmFigureOptions } from './beeswarm-figure.js'
export { dependenceFigure, type DependenceFigureOptions } from './dependence-figure.js'
export { decilesFigure, type DecilesFigureOptions } from './deciles-figure.js'
