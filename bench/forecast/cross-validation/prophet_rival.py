"""Prophet's cross_validation over given cutoffs, and a grid of such runs as its documentation advises for tuning."""

import logging
from importlib.metadata import version

import numpy as np
import pandas as pd
from frames import read
from prophet import Prophet
from prophet.diagnostics import cross_validation

logging.getLogger("cmdstanpy").setLevel(logging.ERROR)
logging.getLogger("prophet").setLevel(logging.ERROR)


def versions():
    return {name: version(name) for name in ("prophet", "cmdstanpy", "pandas", "numpy")}


def prepare(task, params):
    history = read(params["data"])
    cutoffs = [pd.Timestamp(time, unit="ms") for time in params["cutoffs"]]
    horizon = f"{params['horizonDays']} days"
    validate = lambda model: cross_validation(model, horizon=horizon, cutoffs=cutoffs, disable_tqdm=True)
    if task == "cross-validation":
        model = Prophet().fit(history)
        return (lambda: validate(model)), scored
    if task == "tune":
        grid = params["grid"]

        def run():
            losses = []
            for trend in grid["changepointPriorScale"]:
                for season in grid["seasonalityPriorScale"]:
                    model = Prophet(changepoint_prior_scale=trend, seasonality_prior_scale=season, uncertainty_samples=0)
                    table = validate(model.fit(history))
                    error = (table["y"] - table["yhat"]).abs()
                    losses.append(float(error.groupby(table["cutoff"]).mean().mean()))
            return losses

        return run, lambda losses: {"losses": losses}
    raise ValueError(f"no task {task}")


def scored(table):
    error = table["y"] - table["yhat"]
    inside = (table["y"] >= table["yhat_lower"]) & (table["y"] <= table["yhat_upper"])
    return {
        "rows": len(table),
        "cutoffs": int(table["cutoff"].nunique()),
        "mae": float(error.abs().mean()),
        "rmse": float(np.sqrt((error**2).mean())),
        "coverage": float(inside.mean()),
    }
