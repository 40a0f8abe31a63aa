"""scikit-learn's HistGradientBoostingRegressor: arrays -> model; it takes categories of at most 255 levels."""

from importlib.metadata import version

from sklearn.ensemble import HistGradientBoostingRegressor

from data import read, rmse


def versions():
    return {"scikit-learn": version("scikit-learn")}


def prepare(task, params):
    (x, y), (test_x, test_y) = read(params)
    if max(params["levels"]) > 255:
        raise ValueError("takes categories of at most 255 levels")

    def run():
        model = HistGradientBoostingRegressor(
            max_iter=params["rounds"], learning_rate=params["learningRate"], max_depth=params["maxDepth"],
            max_leaf_nodes=None, min_samples_leaf=1, l2_regularization=1, max_bins=255, early_stopping=False,
            categorical_features=[levels > 0 for levels in params["levels"]],
        )  # fmt: skip
        return model.fit(x, y)

    return run, lambda model: rmse(model.predict(test_x), test_y)
