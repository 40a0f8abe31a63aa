"""
Writes the fixtures of models that travel between Prophet and this package.

    python -m venv venv && venv/bin/pip install prophet==1.5.0
    venv/bin/python make.py prophet                      writes prophet.json.gz: documents by Prophet, and what it predicts
    node --import tsx write-documents.ts ours.json       writes documents by this package
    venv/bin/python make.py package ours.json            writes package.json.gz: these documents, and what Prophet predicts from them

Predictions have 15 digits. Params that no prediction needs (the fitted trend) are left out of the documents.
"""

import gzip
import json
import logging
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from prophet import Prophet
from prophet.serialize import model_from_json, model_to_json

logging.disable(logging.ERROR)
HERE = Path(__file__).parent
rng = np.random.default_rng(20240301)


def write(name, content):
    text = json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode()
    (HERE / name).write_bytes(gzip.compress(text, 9, mtime=0))


def figures(values):
    return [float(f"{value:.15g}") for value in values]


def columns(frame):
    """A future table as columns; times as ISO text."""
    return {
        name: [time.isoformat() for time in values] if name == "ds" else values.tolist()
        for name, values in frame.items()
    }


def predictions(model, future):
    """What Prophet predicts, all columns that are numbers and no bounds."""
    model.uncertainty_samples = 0
    forecast = model.predict(future)
    return {
        name: figures(forecast[name])
        for name in forecast.columns
        if name != "ds" and not name.startswith("extra_regressors") and name not in ("cap", "floor")
    }


def series(rows, level=40.0, slope=0.08, noise=0.6, frequency="D", start="2023-01-01"):
    ds = pd.date_range(start, periods=rows, freq=frequency)
    days = (ds - ds[0]).total_seconds().to_numpy() / 86400
    y = level + slope * days + 3 * np.sin(2 * np.pi * days / 7) + noise * rng.standard_normal(rows)
    y += 0.1 * np.maximum(0, days - days[-1] / 2)
    return pd.DataFrame({"ds": ds, "y": np.round(y, 3)})


def saturating(rows, floor=0.0):
    frame = series(rows, level=0, slope=0, noise=0.05)
    days = np.arange(rows)
    frame["y"] = np.round(floor + 9 / (1 + np.exp(-(days - rows / 2) / (rows / 8))) + 0.3 * np.sin(2 * np.pi * days / 7)
                          + 0.2 * rng.standard_normal(rows), 4)
    return frame


def extended(history, extra):
    """The last ten rows of the history and so many more behind it (and one before it), with new values of the further columns."""
    step = history["ds"].iloc[1] - history["ds"].iloc[0]
    ds = [history["ds"].iloc[0] - step, *history["ds"].iloc[-10:], *(history["ds"].iloc[-1] + step * (i + 1) for i in range(extra))]
    return pd.DataFrame({"ds": ds})


def cases():
    frame = series(80)
    yield "linear", Prophet(n_changepoints=8), frame, extended(frame, 12)

    frame = series(60, frequency="6h", start="2024-02-20 06:00")
    model = Prophet(n_changepoints=4, weekly_seasonality=2, seasonality_mode="multiplicative", seasonality_prior_scale=3, interval_width=0.9)
    yield "multiplicative, every six hours", model, frame, extended(frame, 9)

    frame = series(50)
    yield "flat", Prophet(growth="flat"), frame, extended(frame, 5)

    frame = series(40)
    yield "without features and changepoints", Prophet(n_changepoints=0, weekly_seasonality=False), frame, extended(frame, 5)

    frame = series(40)
    model = Prophet(changepoints=["2023-01-25", "2023-01-10"], weekly_seasonality=False, scaling="minmax")
    yield "own changepoints out of order, minmax", model, frame, extended(frame, 5)

    frame = series(60)
    model = Prophet(n_changepoints=5, scaling="minmax", seasonality_mode="multiplicative")
    yield "minmax and multiplicative", model, frame, extended(frame, 8)

    frame = saturating(70)
    frame["cap"] = 10 + np.arange(70) / 100
    future = extended(frame, 8)
    future["cap"] = 11.0
    yield "logistic", Prophet(growth="logistic", n_changepoints=6), frame, future

    frame = saturating(70, floor=5)
    frame["cap"], frame["floor"] = 16.0, 5 - np.arange(70) / 100
    future = extended(frame, 8)
    future["cap"], future["floor"] = 16.5, 4.0
    yield "logistic with a floor", Prophet(growth="logistic", n_changepoints=6), frame, future

    model = Prophet(growth="logistic", n_changepoints=3, scaling="minmax", seasonality_mode="multiplicative")
    yield "logistic with a floor, minmax, multiplicative", model, frame, future

    model = Prophet(growth="logistic", n_changepoints=3, scaling="minmax")
    yield "logistic without a floor, minmax", model, frame.drop(columns="floor"), future.drop(columns="floor")

    frame = series(90)
    holidays = pd.DataFrame({
        "holiday": ["Sale", "Sale", "Fête", "Sale", "𝔸", "豈 z", "After"],
        "ds": pd.to_datetime(["2023-01-20", "2023-03-10", "2023-02-14", "2023-04-03", "2023-02-02", "2023-02-07", "2023-04-04"]),
        "lower_window": [-1, -2, 0, -1, 0, 0, 0],
        "upper_window": [10, 1, 1, 1, 0, 0, 0],
        "prior_scale": [5, 5, np.nan, 5, 1, 2, np.nan],
    })
    frame.loc[[18, 19, 67, 68], "y"] += 6
    frame["price"] = np.round(5 + rng.standard_normal(90), 3)
    frame["open"] = (np.arange(90) % 3 == 0).astype(int)
    frame["weight"] = np.round(rng.random(90), 4)
    frame["busy"] = np.arange(90) % 14 < 7
    frame["comment"] = "free text"
    model = Prophet(holidays=holidays, n_changepoints=4, holidays_mode="multiplicative", holidays_prior_scale=7, weekly_seasonality=False)
    model.add_seasonality("week when busy", 7, 2, condition_name="busy", prior_scale=4)
    model.add_seasonality("monthly", 30.5, 2, mode="multiplicative")
    model.add_regressor("price", mode="multiplicative")
    model.add_regressor("open", prior_scale=2)
    model.add_regressor("weight", standardize=False)
    future = extended(frame, 14)
    rows = len(future)
    future["price"] = np.round(5 + rng.standard_normal(rows), 3)
    future["open"] = (np.arange(rows) % 2).astype(int)
    future["weight"] = np.round(rng.random(rows), 4)
    future["busy"] = np.arange(rows) % 5 < 3
    yield "holidays, regressors and conditions", model, frame, future

    frame = pd.DataFrame({"ds": pd.date_range("2024-01-01", periods=20), "y": 7.0})
    yield "constant", Prophet(n_changepoints=2), frame, extended(frame, 3)

    frame = series(50)
    frame["x"] = np.round(rng.standard_normal(50), 3)
    model = Prophet(n_changepoints=2, weekly_seasonality=2, mcmc_samples=40, seasonality_mode="multiplicative")
    model.add_regressor("x", mode="additive")
    future = extended(frame, 4)
    future["x"] = 0.5
    yield "draws", model, frame, future

    frame = series(40)
    yield "draws with one changepoint and one chain", Prophet(n_changepoints=1, weekly_seasonality=1, mcmc_samples=30), frame, extended(frame, 4)


def prophet():
    written = []
    for name, model, history, future in cases():
        if "one chain" in name:
            model.fit(history, chains=1, show_progress=False, seed=1)
        elif model.mcmc_samples:
            model.fit(history, show_progress=False, seed=1)
        else:
            model.fit(history)
        document = json.loads(model_to_json(model))
        document["params"] = {key: value for key, value in document["params"].items() if key in ("k", "m", "delta", "sigma_obs", "beta")}
        written.append({"name": name, "document": document, "future": columns(future), "predictions": predictions(model, future.copy())})
    write("prophet.json.gz", written)


def package(path):
    written = []
    for entry in json.loads(Path(path).read_text()):
        model = model_from_json(entry["document"])
        future = pd.DataFrame(entry["future"])
        future["ds"] = pd.to_datetime(future["ds"])
        model.predict(future.copy())  # bounds too
        # predicting the history takes the document's own table
        history = predictions(model, None)
        written.append({**entry, "predictions": predictions(model, future), "yhat": history["yhat"]})
    write("package.json.gz", written)


if sys.argv[1] == "prophet":
    prophet()
else:
    package(sys.argv[2])
