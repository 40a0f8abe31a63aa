"""XGBoost: arrays -> QuantileDMatrix -> model, native categories."""

from importlib.metadata import version

import xgboost

from data import read, rmse


def versions():
    return {"xgboost": version("xgboost-cpu")}


def prepare(task, params):
    (x, y), (test_x, test_y) = read(params)
    types = ["c" if levels > 0 else "q" for levels in params["levels"]]
    settings = {
        "max_depth": params["maxDepth"], "learning_rate": params["learningRate"], "max_bin": 256, "nthread": 1,
    }  # fmt: skip

    def run():
        data = xgboost.QuantileDMatrix(x, y, feature_types=types, enable_categorical=True, nthread=1, max_bin=256)
        return xgboost.train(settings, data, params["rounds"])

    def answer(booster):
        test = xgboost.DMatrix(test_x, feature_types=types, enable_categorical=True, nthread=1)
        return rmse(booster.predict(test), test_y)

    return run, answer
