"""
Writes scikit-learn.json: scores of predictions, and ridge regressions on standardised numbers and one-hot labels, by scikit-learn.

    python -m venv venv && venv/bin/pip install scikit-learn==1.9.1 numpy==2.4.6 && venv/bin/python make.py
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.linear_model import LinearRegression, Ridge
from sklearn import metrics

random = np.random.default_rng(7)


def numbers(values):
    return [float(v) for v in values]


def scores(n, weighted):
    share = np.round(random.uniform(size=n), 2)  # ties on purpose
    label = (random.uniform(size=n) < 0.2 + 0.6 * share).astype(float)
    y = 100 + 10 * random.normal(size=n)
    p = y + 4 * random.normal(size=n)
    w = np.round(random.exponential(size=n), 3) if weighted else None
    one = dict(sample_weight=w)
    return {
        "y": numbers(y),
        "p": numbers(p),
        "label": numbers(label),
        "share": numbers(share),
        "w": None if w is None else numbers(w),
        "regression": {
            "mse": metrics.mean_squared_error(y, p, **one),
            "rmse": metrics.root_mean_squared_error(y, p, **one),
            "mae": metrics.mean_absolute_error(y, p, **one),
            "r2": metrics.r2_score(y, p, **one),
            "pinball": metrics.mean_pinball_loss(y, p, alpha=0.9, **one),
        },
        "classification": {
            "log_loss": metrics.log_loss(label, share, **one),
            "auc": metrics.roc_auc_score(label, share, **one),
            "precision": metrics.precision_score(label, share >= 0.6, **one),
            "recall": metrics.recall_score(label, share >= 0.6, **one),
        },
    }


def ridge(n, penalty, weighted):
    hours = np.float32(random.integers(1, 800, n) / 8).astype(float)
    heat = np.float32(random.integers(-80, 300, n) / 8).astype(float)
    town = random.choice(["Lyon", "Nice", "Paris", "Brest"], n, p=[0.4, 0.3, 0.2, 0.1])
    effect = {"Lyon": 3.0, "Nice": -2.0, "Paris": 0.5, "Brest": 0.0}
    y = 20 + 0.3 * hours - 0.8 * heat + np.array([effect[t] for t in town]) + random.normal(size=n)
    w = np.round(random.exponential(size=n) + 0.1, 3) if weighted else None
    standard = []
    for column in (hours, heat):
        mean = np.average(column, weights=w)
        standard.append((column - mean) / np.sqrt(np.average((column - mean) ** 2, weights=w)))
    x = np.column_stack(standard + [(town == t).astype(float) for t in sorted(effect)])
    model = LinearRegression() if penalty == 0 else Ridge(alpha=penalty, solver="cholesky")
    model.fit(x, y, sample_weight=w)
    return {
        "ridge": penalty,
        "hours": numbers(hours),
        "heat": numbers(heat),
        "town": list(map(str, town)),
        "y": numbers(y),
        "w": None if w is None else numbers(w),
        "predictions": numbers(model.predict(x)),
        # without a penalty the labels' coefficients are not unique
        "slopes": numbers(model.coef_[:2]),
    }


fixture = {
    "scikit-learn": sklearn.__version__,
    "scores": [scores(12, False), scores(60, True)],
    "ridge": [ridge(40, 1.0, False), ridge(30, 10.0, True), ridge(30, 0.0, False), ridge(25, 0.0, True)],
}
Path(__file__).with_name("scikit-learn.json").write_text(json.dumps(fixture, separators=(",", ":")) + "\n")
