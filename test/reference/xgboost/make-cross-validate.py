"""
Writes cross-validate.json: predictions of rows whose unit XGBoost has not seen, unit by unit, for squared error and for logistic loss.

    python -m venv venv && venv/bin/pip install xgboost-cpu==3.2.0 && venv/bin/python make-cross-validate.py

Features have few values, so that every fold's training rows have all of them and its cuts are those of the whole table.
"""

import json
from pathlib import Path

import numpy as np
import xgboost

random = np.random.default_rng(11)
rows = 240
unit = np.arange(rows) % 6
month = random.integers(1, 13, rows).astype(float)
heat = np.round(random.normal(size=rows)).clip(-2, 2) * 5 + 15
volume = random.integers(0, 8, rows).astype(float)
signal = 0.4 * (heat > 15) + 0.05 * volume + 0.2 * np.sin(month)
y = signal + 0.3 * random.normal(size=rows)
label = (signal + 0.4 * random.normal(size=rows) > 0.35).astype(float)
weight = random.integers(1, 5, rows).astype(float)
features = np.column_stack([month, heat, volume])


def held_out(target, objective, weights):
    out = np.zeros(rows)
    for one in range(6):
        train, test = unit != one, unit == one
        assert all(len(np.unique(features[train, j])) == len(np.unique(features[:, j])) for j in range(3))
        matrix = xgboost.DMatrix(features[train], target[train], weight=None if weights is None else weights[train])
        parameters = {"objective": objective, "max_depth": 3, "learning_rate": 0.2, "tree_method": "hist", "nthread": 1}
        model = xgboost.train(parameters, matrix, num_boost_round=25)
        out[test] = model.predict(xgboost.DMatrix(features[test]))
    return [float(v) for v in out]


def numbers(values):
    return [float(v) for v in values]


fixture = {
    "xgboost": xgboost.__version__,
    "table": {
        "month": numbers(month),
        "heat": numbers(heat),
        "volume": numbers(volume),
        "y": numbers(y),
        "label": numbers(label),
        "weight": numbers(weight),
        "unit": [int(u) for u in unit],
    },
    "squarederror": held_out(y, "reg:squarederror", None),
    "weighted": held_out(y, "reg:squarederror", weight),
    "logistic": held_out(label, "binary:logistic", None),
}
Path(__file__).with_name("cross-validate.json").write_text(json.dumps(fixture, separators=(",", ":")) + "\n")
