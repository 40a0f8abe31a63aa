"""LightGBM with a model of its own, trained with the parameters that mean the same on as many rows."""

from importlib.metadata import version

import lightgbm

from data import prediction_answer, read, shap_answer, target


def versions():
    return {"lightgbm": version("lightgbm")}


def prepare(task, params):
    x = read(params["training"])
    settings = {
        "objective": "regression",
        "max_depth": params["maxDepth"],
        "num_leaves": 2 ** params["maxDepth"],
        "learning_rate": params["learningRate"],
        "lambda_l2": 1,
        "min_data_in_leaf": 1,
        "max_bin": 255,
        "num_threads": 1,
        "verbose": -1,
    }
    booster = lightgbm.train(settings, lightgbm.Dataset(x, target(x)), num_boost_round=params["rounds"])
    rows = read(params["file"])
    runs = {
        "predict": (lambda: booster.predict(rows, num_threads=1), prediction_answer),
        "shap": (lambda: booster.predict(rows, pred_contrib=True, num_threads=1), shap_answer),
    }
    return runs[task]
