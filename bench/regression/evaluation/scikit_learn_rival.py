"""scikit-learn: cross_val_predict of its histogram gradient boosting, with the parameters that mean the same."""

from importlib.metadata import version

from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.model_selection import PredefinedSplit, cross_val_predict

from data import read, rmse


def versions():
    return {"scikit-learn": version("scikit-learn")}


def prepare(task, params):
    x, y, fold = read(params["file"])
    model = HistGradientBoostingRegressor(
        max_iter=params["rounds"],
        max_depth=params["maxDepth"],
        learning_rate=params["learningRate"],
        max_leaf_nodes=None,
        min_samples_leaf=1,
        l2_regularization=1,
        early_stopping=False,
    )
    return lambda: rmse(y, cross_val_predict(model, x, y, cv=PredefinedSplit(fold))), lambda value: {"rmse": value}
