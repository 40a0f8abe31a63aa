"""
Writes prophet.json: models fitted by Prophet (Stan, L-BFGS), their parameters, and what they predict from them.

    python -m venv venv && venv/bin/pip install prophet==1.5.0 && venv/bin/python make.py

Every case holds its data, so that the fixture does not depend on a random generator; predictions are written for every 10th row of the
history (sorted) and for the future, to 15 digits. The options are written in the package's names.
"""

import json
import logging
from pathlib import Path

import numpy as np
import pandas as pd
from prophet import Prophet, __version__

logging.getLogger("cmdstanpy").disabled = True
EVERY = 10
rng = np.random.default_rng(20240131)

NAMES = {
    "growth": "growth",
    "changepoints": "changepoints",
    "changepointCount": "n_changepoints",
    "changepointRange": "changepoint_range",
    "changepointPriorScale": "changepoint_prior_scale",
    "yearlySeasonality": "yearly_seasonality",
    "weeklySeasonality": "weekly_seasonality",
    "dailySeasonality": "daily_seasonality",
    "seasonalityPriorScale": "seasonality_prior_scale",
    "holidaysPriorScale": "holidays_prior_scale",
    "scaling": "scaling",
    "seasonalityMode": "seasonality_mode",
    "holidaysMode": "holidays_mode",
}


def figures(values):
    return [None if pd.isna(value) else float(f"{value:.15g}") for value in values]


def times(values):
    return [time.isoformat()[:10] if time == time.normalize() else time.isoformat()[:16] for time in pd.to_datetime(values)]


def noisy(ds, level=50.0, slope=0.05, week=5.0, bend=None, noise=1.0):
    """A trend with one bend, a weekly pattern and noise, to three decimals."""
    days = (ds - ds[0]).total_seconds().to_numpy() / 86400
    y = level + slope * days + week * np.sin(2 * np.pi * days / 7) + noise * rng.standard_normal(len(ds))
    if bend is not None:
        y = y + bend * np.maximum(0, days - days[-1] / 2)
    return np.round(y, 3)


def limited(frame, options):
    """Prophet takes limits from columns of fixed names; the package also takes numbers."""
    limits = {name: options[name] for name in ("cap", "floor") if name in options}
    return frame.assign(**{name: frame[limit] if isinstance(limit, str) else float(limit) for name, limit in limits.items()})


def case(name, history, options=None, future=None, periods=14, frequency="D", holidays=None, country=None):
    """`holidays` are given to both; of a `country` Prophet gets the code, and the fixture the dates that Prophet took."""
    options = options or {}
    model = Prophet(
        uncertainty_samples=0,
        holidays=holidays,
        **{NAMES[key]: value for key, value in options.items() if key in NAMES},
    )
    for extra in options.get("seasonalities", []):
        model.add_seasonality(
            extra["name"],
            period=extra["period"],
            fourier_order=extra["fourierOrder"],
            prior_scale=extra.get("priorScale"),
            condition_name=extra.get("condition"),
            mode=extra.get("mode"),
        )
    for extra in options.get("regressors", []):
        model.add_regressor(extra["name"], prior_scale=extra.get("priorScale"), standardize=extra.get("standardize", "auto"), mode=extra.get("mode"))
    if country is not None:
        model.add_country_holidays(country)
    model.fit(limited(history, options), seed=1)
    if future is None:
        future = model.make_future_dataframe(periods, freq=frequency, include_history=False)
    if country is not None:
        holidays = model.construct_holiday_dataframe(pd.concat([history["ds"], future["ds"]])).dropna().reset_index(drop=True)
    features, prior_scales, _, _ = model.make_all_seasonality_features(model.history)
    columns = list(features.columns)
    # not model.history: its regressors are standardised already
    observed = history[history["y"].notnull()].sort_values("ds", kind="stable").reset_index(drop=True)
    rows = list(range(0, len(observed), EVERY))
    bends = model.growth != "flat" and len(model.changepoints) > 0
    names = ["yhat", "trend", "additive_terms", "multiplicative_terms", *model.seasonalities]
    names += [] if holidays is None else ["holidays", *sorted(set(holidays["holiday"]))]
    names += list(model.extra_regressors)

    def predicted(frame):
        forecast = model.predict(limited(frame, options))
        return {column: figures(forecast[column]) for column in names}

    table = {column: times(history[column]) if column == "ds" else figures(history[column]) for column in history.columns}
    return {
        "name": name,
        "options": options,
        "history": table,
        "holidays": None
        if holidays is None
        else {column: times(holidays[column]) if column == "ds" else holidays[column].tolist() for column in holidays.columns},
        "future": {column: times(future[column]) if column == "ds" else figures(future[column]) for column in future.columns},
        "model": {
            "scale": float(model.y_scale),
            "floor": float(model.y_min) if model.scaling == "minmax" else 0.0,
            "t": figures(model.history["t"].iloc[rows]),
            "k": float(model.params["k"][0][0]),
            "m": float(model.params["m"][0][0]),
            "delta": [float(value) for value in model.params["delta"][0]] if bends else [],
            "sigma": float(model.params["sigma_obs"][0][0]),
            "beta": {column: float(value) for column, value in zip(columns, model.params["beta"][0])} if columns != ["zeros"] else {},
            "priorScales": {column: float(value) for column, value in zip(columns, prior_scales)} if columns != ["zeros"] else {},
            "changepoints": times(model.changepoints) if bends else [],
        },
        "rows": rows,
        "predictions": {"history": predicted(observed.iloc[rows]), "future": predicted(future)},
    }


def daily(n, start="2023-01-01"):
    return pd.date_range(start, periods=n, freq="D")


def cases():
    ds = daily(200)
    yield case("linear growth with a bend, daily", pd.DataFrame({"ds": ds, "y": noisy(ds, bend=-0.2)}))

    ds = daily(90)
    yield case("flat growth", pd.DataFrame({"ds": ds, "y": noisy(ds, slope=0)}), {"growth": "flat"})

    ds = daily(150)
    month = 3 * np.cos(2 * np.pi * np.arange(150) / 30.5)
    options = {
        "weeklySeasonality": 5,
        "seasonalityPriorScale": 0.5,
        "seasonalities": [{"name": "monthly", "period": 30.5, "fourierOrder": 4, "priorScale": 2.5}],
    }
    yield case("a seasonality of one's own and a weekly one of order 5", pd.DataFrame({"ds": ds, "y": np.round(noisy(ds) + month, 3)}), options)

    ds = daily(164)
    season = pd.Series((np.arange(164) // 41) % 2 == 0)
    y = np.round(noisy(ds[:150], week=0) + np.where(season[:150], 6 * np.sin(2 * np.pi * np.arange(150) / 7), 0), 3)
    options = {
        "weeklySeasonality": False,
        "seasonalities": [
            {"name": "weekly_on", "period": 7, "fourierOrder": 3, "condition": "on"},
            {"name": "weekly_off", "period": 7, "fourierOrder": 2, "condition": "off", "priorScale": 0.1},
        ],
    }
    frame = pd.DataFrame({"ds": ds, "on": season, "off": ~season})
    history = frame.iloc[:150].assign(y=y)
    yield case("seasonalities with conditions", history, options, future=frame.iloc[150:].reset_index(drop=True))

    ds = daily(150, "2023-09-01")
    holidays = pd.DataFrame(
        {
            "holiday": ["xmas", "fair", "fair", "xmas", "later"],
            "ds": pd.to_datetime(["2023-12-25", "2023-10-02", "2023-11-13", "2024-12-25", "2024-02-03"]),
            "lower_window": [-2, 0, 0, -2, 0],
            "upper_window": [1, 1, 1, 1, 0],
            "prior_scale": [3.0, 0.2, 0.2, 3.0, 10.0],
        }
    )
    y = noisy(ds)
    for day, effect in {"2023-12-24": 20, "2023-12-25": -15, "2023-10-02": 8, "2023-11-13": 9}.items():
        y[(pd.Timestamp(day) - ds[0]).days] += effect
    yield case("holidays with windows and prior scales", pd.DataFrame({"ds": ds, "y": np.round(y, 3)}), holidays=holidays)

    n = 134
    frame = pd.DataFrame(
        {
            "ds": daily(n),
            "price": np.round(20 + 4 * rng.standard_normal(n), 2),
            "sale": (rng.random(n) < 0.2).astype(int),
            "raw": np.round(rng.random(n), 3),
            "forced": (rng.random(n) < 0.5).astype(int),
        }
    )
    ds = pd.DatetimeIndex(frame["ds"][:120])
    part = frame.iloc[:120]
    y = noisy(ds) - 0.8 * part["price"] + 6 * part["sale"] + 3 * part["raw"] + 2 * part["forced"]
    options = {
        "regressors": [
            {"name": "price"},
            {"name": "sale", "priorScale": 0.5},
            {"name": "raw", "standardize": False, "priorScale": 2},
            {"name": "forced", "standardize": True},
        ]
    }
    history = part.assign(y=np.round(y, 3))
    yield case("regressors: standardised, binary, raw, binary standardised", history, options, future=frame.iloc[120:].reset_index(drop=True))

    ds = daily(120)
    yield case("scaling minmax", pd.DataFrame({"ds": ds, "y": noisy(ds, level=5000, bend=0.3)}), {"scaling": "minmax"})

    ds = pd.date_range("2020-01-05", periods=160, freq="7D")
    year = 10 * np.cos(2 * np.pi * np.arange(160) / 52.18)
    yield case("weekly rows over three years", pd.DataFrame({"ds": ds, "y": np.round(noisy(ds, week=0) + year, 3)}), frequency="7D")

    ds = pd.date_range("2024-03-01", periods=240, freq="h")
    day = 4 * np.sin(2 * np.pi * np.arange(240) / 24)
    yield case("hourly rows over ten days", pd.DataFrame({"ds": ds, "y": np.round(noisy(ds, week=0) + day, 3)}), frequency="h")

    ds = daily(120)
    y = noisy(ds)
    y[[0, 17, 18, 60]] = np.nan
    order = rng.permutation(120)
    yield case("unsorted rows, some without a value", pd.DataFrame({"ds": ds[order], "y": y[order]}))

    ds = pd.date_range("2019-01-01", periods=60, freq="MS")
    options = {"changepointCount": 7, "changepointRange": 0.93, "changepointPriorScale": 0.5, "yearlySeasonality": 3}
    yield case("monthly rows, seven changepoints in 93 %", pd.DataFrame({"ds": ds, "y": noisy(ds, bend=0.05, week=0)}), options, frequency="MS")

    ds = daily(100)
    options = {"changepoints": ["2023-02-01", "2023-03-10"], "weeklySeasonality": False}
    yield case("changepoints of one's own", pd.DataFrame({"ds": ds, "y": noisy(ds, bend=0.5, week=0)}), options)

    ds = daily(160)
    options = {"seasonalityMode": "multiplicative"}
    y = np.round((40 + 0.3 * np.arange(160)) * (1 + 0.2 * np.sin(2 * np.pi * np.arange(160) / 7)) + rng.standard_normal(160), 3)
    yield case("a multiplicative season", pd.DataFrame({"ds": ds, "y": y}), options)

    n = 174
    frame = pd.DataFrame({"ds": daily(n), "price": np.round(20 + 4 * rng.standard_normal(n), 2), "sale": (rng.random(n) < 0.2).astype(int)})
    i = np.arange(160)
    level = 80 + 0.2 * i
    y = level * (1 + 0.1 * np.sin(2 * np.pi * i / 7) + 0.15 * frame["sale"][:160]) - 0.5 * frame["price"][:160] + 4 * np.cos(2 * np.pi * i / 30.5) + rng.standard_normal(160)
    holidays = pd.DataFrame({"holiday": ["fair", "fair", "fair"], "ds": pd.to_datetime(["2023-02-10", "2023-04-21", "2023-06-16"]), "upper_window": [1, 1, 1], "lower_window": [0, 0, 0]})
    y[[40, 110]] += 25
    options = {
        "seasonalityMode": "multiplicative",
        "holidaysMode": "additive",
        "seasonalities": [{"name": "monthly", "period": 30.5, "fourierOrder": 2, "mode": "additive"}],
        "regressors": [{"name": "price", "mode": "additive"}, {"name": "sale", "priorScale": 3}],
    }
    history = frame.iloc[:160].assign(y=np.round(y, 3))
    yield case("modes mixed", history, options, future=frame.iloc[160:].reset_index(drop=True), holidays=holidays)

    ds = daily(140, "2023-09-01")
    y = np.round(60 + 0.1 * np.arange(140) + rng.standard_normal(140), 3)
    holidays = pd.DataFrame({"holiday": ["sale", "sale", "sale"], "ds": pd.to_datetime(["2023-10-02", "2023-11-24", "2024-01-20"])})
    y[[31, 84]] *= 1.5
    yield case("multiplicative holidays beside an additive season", pd.DataFrame({"ds": ds, "y": np.round(y, 3)}), {"holidaysMode": "multiplicative"}, holidays=holidays)

    ds = daily(150)
    share = 1 / (1 + np.exp(-6 * (np.arange(150) / 150 - 0.5)))
    y = np.round(90 * share + 3 * np.sin(2 * np.pi * np.arange(150) / 7) + rng.standard_normal(150), 3)
    yield case("logistic growth below a number", pd.DataFrame({"ds": ds, "y": y}), {"growth": "logistic", "cap": 100})

    frame = pd.DataFrame({"ds": daily(164), "limit": np.round(100 + 0.1 * np.arange(164), 2), "least": 10 + np.where(np.arange(164) < 80, 0.0, 2.0)})
    part = frame.iloc[:150]
    y = np.round(part["least"] + (part["limit"] - part["least"]) * 0.8 * share + rng.standard_normal(150), 3)
    options = {"growth": "logistic", "cap": "limit", "floor": "least", "changepointCount": 10}
    yield case("logistic growth between columns", part.assign(y=y), options, future=frame.iloc[150:].reset_index(drop=True))

    ds = daily(150)
    y = np.round(90 * share * (1 + 0.1 * np.sin(2 * np.pi * np.arange(150) / 7)) + rng.standard_normal(150), 3)
    options = {"growth": "logistic", "cap": 120, "seasonalityMode": "multiplicative", "changepointPriorScale": 0.5}
    yield case("logistic growth with a multiplicative season", pd.DataFrame({"ds": ds, "y": y}), options)

    ds = daily(420, "2022-11-01")
    y = noisy(ds)
    y[[54, 55, 61, 201, 245]] += 12
    yield case("holidays of a country", pd.DataFrame({"ds": ds, "y": np.round(y, 3)}), periods=35, country="US")

    ds = pd.date_range("2024-01-01", periods=40 * 24, freq="h")
    ds = ds[(ds.hour >= 8) & (ds.hour < 14) & (ds.dayofweek < 5)]
    y = np.round(30 + 5 * np.sin(2 * np.pi * ds.hour / 24) + ds.dayofweek + rng.standard_normal(len(ds)), 3)
    yield case("office hours: gaps every night and weekend", pd.DataFrame({"ds": ds, "y": y}), {"dailySeasonality": 2}, frequency="h")


document = {"prophet": __version__, "cases": list(cases())}
target = Path(__file__).with_name("prophet.json")
target.write_text(json.dumps(document, separators=(",", ":")) + "\n")
print(f"{target}: {target.stat().st_size} bytes")
