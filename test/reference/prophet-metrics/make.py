"""Numbers of Prophet 1.5 for cutoffs and metrics: writes cutoffs.json and metrics.json beside this file.

    python make.py        (prophet 1.5, pandas, numpy)

Cutoffs: `generate_cutoffs` for horizons, periods and initial windows in days or hours, on regular histories and on ones with gaps.

Metrics: a small cross-validation frame of Prophet (90 days of a made-up series with a weekly pattern, 5 cutoffs, 8 days ahead, three missing
days, so that horizons have different numbers of rows) and its `performance_metrics` for five windows. Prophet sorts the frame with an unstable sort, whose order
within a horizon is no part of its definition but decides the running median; here the sort is made stable, so that ties keep the order of
the cutoffs. A second frame has values at 0: `mape` is left out, `smape` meets 0/0. Infinite numbers are written as text, NaN as null.
"""

import json
import logging
from pathlib import Path

import numpy as np
import pandas as pd
from prophet import Prophet
from prophet.diagnostics import cross_validation, generate_cutoffs, performance_metrics

logging.getLogger("prophet").setLevel(logging.ERROR)
logging.getLogger("cmdstanpy").disabled = True
HERE = Path(__file__).parent
WINDOWS = [-1, 0, 0.1, 0.5, 1]

unstable = pd.DataFrame.sort_values


def stable_sort(self, *args, **kwargs):
    return unstable(self, *args, **{**kwargs, "kind": "stable"})


pd.DataFrame.sort_values = stable_sort


def milliseconds(times):
    return [int(pd.Timestamp(time).value // 1_000_000) for time in times]


def cutoff_cases():
    daily = pd.date_range("2020-01-01", periods=400, freq="D")
    hourly = pd.date_range("2021-03-01", periods=500, freq="h")
    monthly = pd.date_range("2010-01-01", periods=120, freq="MS")
    gap = daily.delete(slice(150, 230))
    two_gaps = daily.delete(np.r_[60:130, 200:290])
    grid = [
        ("daily", daily, "30 days", "90 days", "15 days"),
        ("daily", daily, "365 days", "20 days", "1 days"),
        ("daily", daily, "1 days", "395 days", "1 days"),
        ("daily", daily, "30 days", "0 days", "45 days"),
        ("hourly", hourly, "24 hours", "200 hours", "12 hours"),
        ("hourly", hourly, "90 minutes", "480 hours", "45 minutes"),
        ("monthly", monthly, "365 days", "1461 days", "182.5 days"),
        ("monthly", monthly, "10 days", "1000 days", "20 days"),
        ("gap", gap, "10 days", "60 days", "5 days"),
        ("gap", gap, "30 days", "90 days", "20 days"),
        ("two gaps", two_gaps, "7 days", "0 days", "7 days"),
        ("two gaps", two_gaps, "14 days", "20 days", "10 days"),
    ]
    cases = []
    for name, times, horizon, initial, period in grid:
        frame = pd.DataFrame({"ds": times})
        cutoffs = generate_cutoffs(frame, pd.Timedelta(horizon), pd.Timedelta(initial), pd.Timedelta(period))
        cases.append(
            {
                "name": name,
                "ds": milliseconds(times),
                "horizon": horizon,
                "initial": initial,
                "period": period,
                "cutoffs": milliseconds(cutoffs),
            }
        )
    return cases


def figure(value):
    return None if np.isnan(value) else float(value) if np.isfinite(value) else "Infinity"


def metric_case(name, frame):
    results = []
    for window in WINDOWS:
        table = performance_metrics(frame, rolling_window=window)
        columns = {column: [figure(float(value)) for value in table[column]] for column in table if column != "horizon"}
        days = [value / pd.Timedelta(days=1) for value in table["horizon"]]
        results.append({"rolling_window": window, "horizon": days, **columns})
    return {
        "name": name,
        "frame": {
            "ds": milliseconds(frame["ds"]),
            "cutoff": milliseconds(frame["cutoff"]),
            **{column: [float(value) for value in frame[column]] for column in ["y", "yhat", "yhat_lower", "yhat_upper"]},
        },
        "results": results,
    }


def main():
    np.random.seed(20240101)
    ds = pd.date_range("2023-01-01", periods=90, freq="D")
    y = 20 + 0.1 * np.arange(90) + 3 * np.sin(2 * np.pi * np.arange(90) / 7) + np.random.normal(0, 1, 90)
    history = pd.DataFrame({"ds": ds, "y": y}).drop(index=[70, 71, 83]).reset_index(drop=True)
    model = Prophet(uncertainty_samples=200)
    model.fit(history, seed=1)
    frame = cross_validation(model, horizon="8 days", period="5 days", initial="60 days", disable_tqdm=True)
    zeros = frame.copy()
    zeros.loc[[1, 4], "y"] = 0.0
    zeros.loc[4, "yhat"] = 0.0
    cases = [metric_case("prophet's frame", frame), metric_case("a frame with zeros", zeros)]
    (HERE / "cutoffs.json").write_text(json.dumps(cutoff_cases()) + "\n")
    (HERE / "metrics.json").write_text(json.dumps(cases) + "\n")


main()
