"""Numbers of statsforecast 2.1.1 for the exponential smoothing and theta tests: python make.py DATA OUT BIRTHS

DATA   folder of the forecasting suite (index.json and one CSV a series)
OUT    the JSON to write
BIRTHS a JSON array of weekly birth sums 2000-2014 (the test computes the same sums from the npm data set)

The last `horizon` rows of every series are held out; the fixture keeps the forecasts, the chosen forms and the names, not the series.
AICc and forms: statsforecast.ets.ets_f (what AutoETS calls), constants of the likelihood dropped as in R.
"""
import csv
import json
import sys

import numpy as np
import statsforecast
from statsforecast.ets import ets_f, forecast_ets
from statsforecast.models import AutoTheta, DynamicOptimizedTheta, OptimizedTheta, Theta

SERIES = [
    "bike_rentals", "retail_orders", "aus_temp_max", "puerto_rico_deaths", "bank_calls",
    "us_unemployed_agriculture", "auto_shipments", "nsw_accommodation", "us_marriages", "saudi_oil",
]


def rounded(values):
    return [float(f"{value:.8g}") for value in values]


def case(name, y, season, horizon):
    train = np.asarray(y[:-horizon], dtype=float)
    fit = ets_f(train, season)
    theta = {}
    for key, model in {
        "standard": Theta, "optimized": OptimizedTheta, "dynamic-optimized": DynamicOptimizedTheta, "auto": AutoTheta,
    }.items():
        theta[key] = rounded(model(season_length=season).forecast(y=train, h=horizon)["mean"])
    return {
        "name": name,
        "rows": len(train),
        "season": season,
        "horizon": horizon,
        "ets": {
            "form": fit["method"],
            "aicc": round(float(fit["aicc"]), 4),
            # alpha, beta, gamma, phi (null where the form has none), then level, slope, and the seasons, the last one first
            "parameters": [None if np.isnan(value) else float(f"{value:.14g}") for value in fit["par"]],
            "yhat": rounded(forecast_ets(fit, horizon)["mean"]),
        },
        "theta": theta,
    }


def main(data, out, births):
    index = {entry["name"]: entry for entry in json.load(open(f"{data}/index.json"))}
    cases = []
    for name in SERIES:
        entry = index[name]
        with open(f"{data}/{entry['file']}") as file:
            y = [float(row["y"]) for row in csv.DictReader(file)]
        cases.append(case(name, y, entry["season_length"], entry["horizon"]))
    cases.append(case("births_weekly", json.load(open(births)), 1, 13))
    json.dump({"statsforecast": statsforecast.__version__, "cases": cases}, open(out, "w"), indent=1)


main(*sys.argv[1:])
