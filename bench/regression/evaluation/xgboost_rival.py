"""XGBoost: `models`: a model a fold and predictions of its held-out rows; `cv`: xgboost.cv, which scores every round and keeps no prediction."""

from importlib.metadata import version

import numpy as np
import xgboost

from data import read, rmse


def versions():
    return {"xgboost": version("xgboost-cpu")}


def prepare(task, params):
    x, y, fold = read(params["file"])
    settings = {
        "objective": "reg:squarederror",
        "tree_method": "hist",
        "max_depth": params["maxDepth"],
        "learning_rate": params["learningRate"],
        "nthread": 1,
    }
    folds = [(np.flatnonzero(fold != k), np.flatnonzero(fold == k)) for k in np.unique(fold)]

    def models():
        out = np.empty(len(y))
        for train, test in folds:
            model = xgboost.train(settings, xgboost.DMatrix(x[train], y[train]), num_boost_round=params["rounds"])
            out[test] = model.predict(xgboost.DMatrix(x[test]))
        return rmse(y, out)

    def cv():
        matrix = xgboost.DMatrix(x, y)
        scores = xgboost.cv(settings, matrix, num_boost_round=params["rounds"], folds=folds, metrics="rmse")
        return float(scores["test-rmse-mean"].iloc[-1])

    return {"models": models, "cv": cv}[task], lambda value: {"rmse": value}
