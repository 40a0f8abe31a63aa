/** Gradient-boosted trees with XGBoost's meanings, and honest answers from small tables. */
export { fit, fitAsync } from './training/fit.js'
export type { FitAsyncOptions, FitOptions } from './training/fit-options.js'
export type { MetricName, ObjectiveName, TreeOptions, UnseenCategory } from './options.js'
export type { ModelFeature, TreeModel, Trees } from './model/tree-model.js'
export {
  crossValidate,
  type CrossValidateOptions,
  type CrossValidation,
  type Scores,
} from './evaluation/cross-validate.js'
export type { DataOptions, EvaluationOptions, FoldOptions } from './evaluation/evaluation-options.js'
export { tune, type Tuned, type TuneOptions } from './evaluation/tune.js'
export type { TreeGrid } from './evaluation/tune-grid.js'
export { conformal, type Conformal } from './evaluation/conformal/conformal.js'
export type { ConformalMethod, ConformalOptions } from './evaluation/conformal/conformal-options.js'
export { linearBaseline, type LinearBaseline, type LinearBaselineOptions } from './evaluation/linear-baseline.js'
export { permutationImportance, type PermutationImportanceOptions } from './evaluation/permutation-importance.js'
export { causes, type Causes } from './causes/causes.js'
export type { CausesGate, CausesOptions } from './causes/causes-options.js'
export { predict, type PredictOptions } from './model/predict.js'
export { importance, type ImportanceOptions, type ImportanceType } from './model/importance.js'
export { shap, type ShapOptions } from './model/shap/shap.js'
export { partialDependence, type PartialDependenceOptions } from './model/partial-dependence.js'
export { fromJSON, toJSON } from './documents/model-json.js'
export { fromXGBoost, type FromXGBoostOptions } from './documents/xgboost-json/from-xgboost.js'
export { toXGBoost, type ToXGBoostOptions } from './documents/xgboost-json/to-xgboost.js'
