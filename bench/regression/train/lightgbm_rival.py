"""LightGBM: arrays -> Dataset -> model, native categories; leaves and depth as XGBoost's defaults."""

from importlib.metadata import version

import lightgbm

from data import read, rmse


def versions():
    return {"lightgbm": version("lightgbm")}


def prepare(task, params):
    (x, y), (test_x, test_y) = read(params)
    categories = [f for f, levels in enumerate(params["levels"]) if levels > 0]
    settings = {
        "max_depth": params["maxDepth"], "num_leaves": 2 ** params["maxDepth"], "learning_rate": params["learningRate"],
        "max_bin": 255, "lambda_l2": 1, "min_child_weight": 1, "min_data_in_leaf": 1, "feature_pre_filter": False,
        "num_threads": 1, "verbose": -1,
    }  # fmt: skip

    def run():
        data = lightgbm.Dataset(x, y, categorical_feature=categories or "auto", params=settings)
        return lightgbm.train(settings, data, params["rounds"])

    return run, lambda booster: rmse(booster.predict(test_x), test_y)
