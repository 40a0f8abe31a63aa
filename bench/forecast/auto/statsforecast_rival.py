"""What a user of statsforecast does for the same choice: AutoETS, AutoTheta and AutoARIMA refitted at 16 origins, then the best one on everything."""

from importlib.metadata import version

import numpy as np
from frames import read
from statsforecast import StatsForecast
from statsforecast.models import AutoARIMA, AutoETS, AutoTheta


def versions():
    return {name: version(name) for name in ("statsforecast", "pandas", "numpy")}


def prepare(task, params):
    if task != "auto":
        raise ValueError(f"no task {task}")
    history = read(params["data"]).assign(unique_id="series")[["unique_id", "ds", "y"]]
    models = {kind.__name__: kind for kind in (AutoETS, AutoTheta, AutoARIMA)}
    season, horizon = params["season"], params["horizon"]

    def run():
        make = lambda names: StatsForecast(models=[models[name](season_length=season) for name in names], freq=params["frequency"], n_jobs=1)
        folds = make(models).cross_validation(df=history, h=horizon, step_size=params["spacing"], n_windows=16)
        errors = {name: (folds["y"] - folds[name]).abs().mean() for name in models}
        best = min(errors, key=errors.get)
        return best, make([best]).forecast(df=history, h=horizon, level=[80])

    def answer(result):
        best, table = result
        columns = [table[name].to_numpy() for name in (best, f"{best}-lo-80", f"{best}-hi-80")]
        ordered = bool(np.isfinite(columns).all() and (columns[1] <= columns[2]).all())
        return {"rows": len(table), "ordered": ordered, "models": [best]}

    return run, answer
