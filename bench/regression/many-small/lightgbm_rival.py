"""LightGBM, a Dataset and a model a table."""

from importlib.metadata import version

import lightgbm

from data import answer, read


def versions():
    return {"lightgbm": version("lightgbm")}


def prepare(task, params):
    tables = read(params)
    settings = {
        "max_depth": params["maxDepth"], "num_leaves": 2 ** params["maxDepth"], "learning_rate": params["learningRate"],
        "max_bin": 255, "lambda_l2": 1, "min_child_weight": 1, "min_data_in_leaf": 1, "min_data_in_bin": 1,
        "feature_pre_filter": False, "num_threads": 1, "verbose": -1,
    }  # fmt: skip

    def run():
        return [lightgbm.train(settings, lightgbm.Dataset(x, y, params=settings), params["rounds"]) for x, y in tables]

    return run, lambda models: answer(tables, [m.predict(x) for m, (x, _) in zip(models, tables)])
