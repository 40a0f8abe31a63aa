"""
Writes stan.json: the posterior that Stan's NUTS finds for Prophet's model, as a mean, a standard deviation and their Monte-Carlo errors a
parameter (in the model's scale), and what Prophet predicts from the draws.

    python -m venv venv && venv/bin/pip install prophet==1.5.0 arviz==0.22.0 && venv/bin/python make.py FOLDER [case ...]

FOLDER holds air_passengers.csv and wp_log_peyton_manning.csv of Prophet's repository. Small histories are written along; the large one is
not, the test reads it where it is. With names of cases only those are made anew. Minutes a case: NUTS walks through all rows for each
gradient.
"""

import json
import logging
import sys
import time
from pathlib import Path

import arviz
import numpy as np
import pandas as pd
from prophet import Prophet, __version__

logging.getLogger("cmdstanpy").disabled = True
folder = Path(sys.argv[1])
wanted = sys.argv[2:]
target = Path(__file__).with_name("stan.json")


def read(name):
    frame = pd.read_csv(folder / f"{name}.csv", lineterminator="\r" if name == "air_passengers" else None)
    return frame.assign(ds=pd.to_datetime(frame["ds"]))


def figures(values):
    return [float(f"{value:.8g}") for value in values]


def case(name, data, options, samples, keep_history, cap=None):
    history = read(data)
    if cap is not None:
        history = history.assign(cap=cap)
    model = Prophet(mcmc_samples=samples, uncertainty_samples=1000, **options)
    began = time.time()
    model.fit(history.copy(), seed=1, show_progress=False, parallel_chains=2)
    seconds = time.time() - began
    fitted = model.stan_backend.stan_fit
    draws = np.swapaxes(fitted.draws(), 0, 1)  # chains, draws, columns
    features = list(model.make_all_seasonality_features(model.history)[0].columns)
    rows = []
    for at, column in enumerate(fitted.column_names):
        base, _, index = column.partition("[")
        if base not in ("k", "m", "sigma_obs", "delta", "beta"):
            continue
        place = int(index[:-1]) - 1 if index else 0
        label = {"sigma_obs": "sigma", "delta": f"delta[{place}]", "beta": features[place] if base == "beta" else ""}.get(base, base)
        values = draws[:, :, at]
        rows.append(
            [
                label,
                values.mean(),
                values.std(ddof=1),
                float(arviz.mcse(values, method="mean")),
                float(arviz.mcse(values, method="sd")),
                float(arviz.ess(values, method="bulk")),
                float(arviz.rhat(values, method="rank")),
            ]
        )
    future = model.make_future_dataframe(12 if data == "air_passengers" else 60, freq="MS" if data == "air_passengers" else "D", include_history=False)
    if cap is not None:
        future = future.assign(cap=cap)
    np.random.seed(1)
    forecast = model.predict(future)
    columns = ["yhat", "trend", "yearly", "yearly_lower", "yearly_upper"]
    print(name, f"{seconds:.0f} s", "least ess", round(min(row[5] for row in rows)), "largest r_hat", round(max(row[6] for row in rows), 4), flush=True)
    return {
        "name": name,
        "data": data,
        "options": options,
        "cap": cap,
        "history": {"ds": [str(day)[:10] for day in history["ds"]], "y": history["y"].tolist()} if keep_history else None,
        "chains": draws.shape[0],
        "draws": draws.shape[1],
        "parameters": {
            key: [row[0] for row in rows] if key == "parameter" else figures(row[i] for row in rows)
            for i, key in enumerate(["parameter", "mean", "sd", "mcse_mean", "mcse_sd", "ess", "r_hat"])
        },
        "future": [str(day)[:10] for day in forecast["ds"]],
        "forecast": {column: figures(forecast[column]) for column in columns},
    }


cases = {
    "additive": lambda name: case(name, "air_passengers", {}, 4000, True),
    "multiplicative": lambda name: case(name, "air_passengers", {"seasonality_mode": "multiplicative"}, 4000, True),
    "logistic": lambda name: case(name, "air_passengers", {"growth": "logistic"}, 4000, True, cap=1000.0),
    "logistic, multiplicative": lambda name: case(
        name, "air_passengers", {"growth": "logistic", "seasonality_mode": "multiplicative"}, 4000, True, cap=1000.0
    ),
    "peyton": lambda name: case(name, "wp_log_peyton_manning", {}, 1000, False),
}
known = json.loads(target.read_text())["cases"] if wanted else []
for name in wanted or cases:
    known = [entry for entry in known if entry["name"] != name] + [cases[name](name)]
    # after every case: a long run that is ended early leaves what it has
    order = sorted(known, key=lambda entry: list(cases).index(entry["name"]))
    target.write_text(json.dumps({"prophet": __version__, "cases": order}, separators=(",", ":")) + "\n")
