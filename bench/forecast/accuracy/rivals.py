"""The rivals on the folds of births, as they were run on the suite: defaults, 80 % interval."""

import logging
from importlib.metadata import version

import numpy as np
from frames import read
from prophet import Prophet
from statsforecast import StatsForecast
from statsforecast.models import AutoARIMA, AutoETS, AutoTheta, SeasonalNaive

logging.getLogger("cmdstanpy").setLevel(logging.ERROR)
logging.getLogger("prophet").setLevel(logging.ERROR)

models = {
    "SeasonalNaive": lambda season: SeasonalNaive(season_length=season),
    "AutoETS": lambda season: AutoETS(season_length=season),
    "AutoTheta": lambda season: AutoTheta(season_length=season),
    "AutoARIMA": lambda season: AutoARIMA(season_length=season, approximation=True),
}


def versions():
    return {name: version(name) for name in ("prophet", "statsforecast", "pandas", "numpy")}


def prepare(task, params):
    rows = read(params["file"])
    horizon = params["horizon"]

    def prophet(train, fold):
        np.random.seed(1000 + fold)
        table = Prophet().fit(rows.iloc[:train]).predict(rows.iloc[train : train + horizon][["ds"]])
        return table["yhat"], table["yhat_lower"], table["yhat_upper"]

    def baseline(train, fold):
        history = rows.iloc[:train].assign(unique_id="series")[["unique_id", "ds", "y"]]
        engine = StatsForecast(models=[models[task](params["season"])], freq=params["frequency"], n_jobs=1)
        table = engine.forecast(df=history, h=horizon, level=[80])
        return table[task], table[f"{task}-lo-80"], table[f"{task}-hi-80"]

    one = prophet if task == "Prophet" else baseline
    run = lambda: [one(train, fold) for fold, train in enumerate(params["folds"])]
    return run, lambda results: [dict(zip(("yhat", "lower", "upper"), ([float(v) for v in part] for part in result))) for result in results]
