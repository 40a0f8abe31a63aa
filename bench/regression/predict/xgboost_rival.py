"""XGBoost with the same model: `predict` and `shap` through a DMatrix that is made in the timed part, `inplace` straight from the array."""

from importlib.metadata import version

import xgboost

from data import prediction_answer, read, shap_answer


def versions():
    return {"xgboost": version("xgboost-cpu")}


def prepare(task, params):
    x = read(params["file"])
    booster = xgboost.Booster({"nthread": 1}, model_file=params["model"])
    names = booster.feature_names

    def matrix():
        return xgboost.DMatrix(x, feature_names=names, nthread=1)

    runs = {
        "predict": (lambda: booster.predict(matrix()), prediction_answer),
        "inplace": (lambda: booster.inplace_predict(x), prediction_answer),
        "shap": (lambda: booster.predict(matrix(), pred_contribs=True), shap_answer),
    }
    return runs[task]
