"""XGBoost, a DMatrix and a model a table."""

from importlib.metadata import version

import xgboost

from data import answer, read


def versions():
    return {"xgboost": version("xgboost-cpu")}


def prepare(task, params):
    tables = read(params)
    settings = {"max_depth": params["maxDepth"], "learning_rate": params["learningRate"], "nthread": 1}

    def run():
        return [
            xgboost.train(settings, xgboost.QuantileDMatrix(x, y, nthread=1), params["rounds"]) for x, y in tables
        ]

    return run, lambda models: answer(tables, [m.inplace_predict(x) for m, (x, _) in zip(models, tables)])
