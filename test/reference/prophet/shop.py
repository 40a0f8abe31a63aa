"""
Writes shop.json: Prophet on thirteen months of a shop with two shocks given as one-off holidays.

    node --import tsx shop-history.ts | venv/bin/python shop.py        (venv as for make.py)

The holidays are those that the caller of a forecast would write by hand: a clearance from 2023-12-30 for 20 more days, which begins before the first
row, and a sale from 2024-11-20 for 25 or 28 more days. The fixture holds the history, Prophet's parameters, and what it predicts from
them for all rows of the history and for 30 days ahead: yhat and every component.
"""

import json
import logging
import sys
from pathlib import Path

import pandas as pd
from prophet import Prophet, __version__

logging.getLogger("cmdstanpy").disabled = True
COLUMNS = ["yhat", "trend", "weekly", "clearance", "sale", "holidays", "additive_terms"]


def figures(values):
    return [float(f"{value:.15g}") for value in values]


def case(more, ds, y):
    holidays = pd.DataFrame(
        {
            "holiday": ["clearance", "sale"],
            "ds": pd.to_datetime(["2023-12-30", "2024-11-20"]),
            "lower_window": [0, 0],
            "upper_window": [20, more],
        }
    )
    model = Prophet(holidays=holidays, uncertainty_samples=0)
    model.fit(pd.DataFrame({"ds": pd.to_datetime(ds), "y": y}), seed=1)
    features, _, _, _ = model.make_all_seasonality_features(model.history)
    forecast = model.predict(model.make_future_dataframe(30))
    return {
        "more": more,
        "ds": ds,
        "y": y,
        "model": {
            "k": float(model.params["k"][0][0]),
            "m": float(model.params["m"][0][0]),
            "delta": [float(value) for value in model.params["delta"][0]],
            "sigma": float(model.params["sigma_obs"][0][0]),
            "beta": {name: float(value) for name, value in zip(features.columns, model.params["beta"][0])},
        },
        "future": [str(time)[:10] for time in forecast["ds"][-30:]],
        "predictions": {column: figures(forecast[column]) for column in COLUMNS},
    }


document = {"prophet": __version__, "cases": [case(**history) for history in json.load(sys.stdin)]}
target = Path(__file__).with_name("shop.json")
target.write_text(json.dumps(document, separators=(",", ":")) + "\n")
print(f"{target.name}: {target.stat().st_size} bytes")
