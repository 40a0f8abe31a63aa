"""
Writes the fixtures of models that XGBoost trained, with what it predicts from them.

    python -m venv venv && venv/bin/pip install xgboost-cpu==3.2.0 pandas
    venv/bin/python make.py

Each models/<name>.json.gz holds the model as XGBoost writes it (JSON text; UBJSON as base64 where the case is about it) and, for the 200 rows of
models/rows.json.gz (nulls, codes that no training row had, infinities left out), margins, responses, leaves, the five importances,
contributions (40 rows) and interactions (12 rows). Arrays are base64 of little-endian float32; leaves of uint16.
"""

import base64
import gzip
import json
from pathlib import Path

import numpy as np
import pandas as pd
import xgboost as xgb

HERE = Path(__file__).parent / "models"
HERE.mkdir(exist_ok=True)
SHAP_ROWS, PAIR_ROWS = 40, 12
NAMES = ["temperature", "volume", "month", "place", "kind"]
TYPES = ["float", "float", "int", "c", "c"]
PLACES = ["Lyon", "Nîmes", "Zürich", "", "Łódź", "Aix"]
IMPORTANCES = ["gain", "total_gain", "weight", "cover", "total_cover"]
rng = np.random.default_rng(20260501)


def write(name, content):
    text = json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode()
    (HERE / f"{name}.json.gz").write_bytes(gzip.compress(text, 9, mtime=0))


def packed(values, kind="<f4"):
    return base64.b64encode(np.ascontiguousarray(np.asarray(values), dtype=kind).tobytes()).decode()


def table(rows, unseen):
    """Five columns: two continuous, one of whole numbers, categories of 6 and of 14 codes; a tenth of each is missing."""
    columns = np.column_stack([
        17 + 9 * rng.standard_normal(rows),
        np.exp(6.9 + 0.4 * rng.standard_normal(rows)),
        rng.integers(1, 13, rows),
        rng.integers(0, 6 + unseen, rows),
        rng.integers(0, 14 + unseen, rows),
    ]).astype("f4")
    columns[rng.random(columns.shape) < 0.1] = np.nan
    return columns


train = table(600, 0)
rows = table(200, 3)
effect = np.array([0.9, 0.5, 0.3, 0.0, -0.4, -1.3])
at = np.nan_to_num(train, nan=2.0)
signal = effect[at[:, 3].astype(int)] - 0.08 * np.maximum(0, at[:, 0] - 20) + 0.3 * (at[:, 4].astype(int) % 3) + 0.05 * at[:, 2]
y = (signal + 0.3 * rng.standard_normal(600)).astype("f4")
share = (1 / (1 + np.exp(-2 * y))).astype("f4")
counts = rng.poisson(np.exp(0.6 * y)).astype("f4")
positive = (np.exp(y) * rng.gamma(4, 0.25, 600)).astype("f4")

write("rows", {"names": NAMES, "places": PLACES, "rows": len(rows), "columns": [packed(rows[:, i]) for i in range(5)]})


def matrix(data, label=None, types=TYPES, **more):
    return xgb.DMatrix(data, label, feature_names=NAMES, feature_types=types, enable_categorical=True, **more)


def case(name, label, rounds=8, ubj=False, types=TYPES, data=train, ahead=rows, weight=None, margin=False, **params):
    settings = {"max_depth": 4, "eta": 0.3, "seed": 7, "nthread": 1, "tree_method": "hist", **params}
    make = data if isinstance(data, xgb.DMatrix) else matrix(data, label, types, weight=weight)
    booster = xgb.train(settings, make, rounds)
    base = {"base_margin": np.linspace(-0.5, 0.5, len(rows), dtype="f4")} if margin else {}
    future = ahead if isinstance(ahead, xgb.DMatrix) else matrix(ahead, None, types, **base)
    leaves = booster.predict(future, pred_leaf=True)
    content = {
        "document": booster.save_raw("json").decode(),
        "features": booster.feature_names,
        "margin": packed(booster.predict(future, output_margin=True)),
        "response": packed(booster.predict(future)),
        "leaves": packed(leaves.reshape(len(rows), -1), "<u2"),
        "importance": {kind: booster.get_score(importance_type=kind) for kind in IMPORTANCES},
        "shap": packed(booster.predict(future.slice(range(SHAP_ROWS)), pred_contribs=True)),
        "interactions": packed(booster.predict(future.slice(range(PAIR_ROWS)), pred_interactions=True)),
        **({"ubj": base64.b64encode(booster.save_raw("ubj")).decode()} if ubj else {}),
        **({"baseMargin": packed(base["base_margin"])} if margin else {}),
    }
    if rounds > 3:
        sliced = booster.predict(future, output_margin=True, iteration_range=(0, 3))
        content["firstThree"] = packed(sliced)
    write(name, content)


case("squared-error", y, ubj=True)
case("numeric-only", y, types=["float"] * 5, max_depth=5)
case("one-hot", y, max_cat_to_onehot=20)
case("logistic", (share > 0.6).astype("f4"), objective="binary:logistic", ubj=True)
case("fractional-logistic", share, objective="reg:logistic", weight=rng.integers(1, 9, 600).astype("f4"))
case("pseudo-huber", y, objective="reg:pseudohubererror", huber_slope=0.5)
case("poisson", counts, objective="count:poisson")
case("gamma", positive, objective="reg:gamma")
case("tweedie", np.where(rng.random(600) < 0.2, 0, positive), objective="reg:tweedie", tweedie_variance_power=1.3)
case("absolute-error", y, objective="reg:absoluteerror")
case("quantiles", y, objective="reg:quantileerror", quantile_alpha=[0.1, 0.5, 0.9], ubj=True)
case("monotone", y, monotone_constraints="(-1,0,1,0,0)", interaction_constraints="[[0, 2, 3], [1, 4]]")
case("one-leaf", y, gamma=1e9, rounds=3, ubj=True)
case("dart", y, booster="dart", rate_drop=0.4, ubj=True)
case("deep", y, rounds=5, grow_policy="lossguide", max_depth=0, max_leaves=60, min_child_weight=0.1)
case("forest", y, rounds=2, num_parallel_tree=4, subsample=0.6, colsample_bynode=0.7, eta=1.0)
case("pruned", y, types=["float"] * 5, tree_method="exact", gamma=3.0, max_depth=6)
case("base-margin", (share > 0.6).astype("f4"), objective="binary:logistic", margin=True)


def frame(columns):
    place = pd.Categorical([None if np.isnan(c) or c > 5 else PLACES[int(c)] for c in columns[:, 3]], categories=PLACES)
    kind = pd.Categorical([None if np.isnan(c) or c > 13 else 100 + int(c) for c in columns[:, 4]], categories=range(100, 114))
    numbers = {name: columns[:, i] for i, name in enumerate(NAMES[:3])}
    return pd.DataFrame({**numbers, "place": place, "kind": kind})


case(
    "named-categories",
    y,
    ubj=True,
    data=xgb.DMatrix(frame(train), y, enable_categorical=True),
    ahead=xgb.DMatrix(frame(rows), enable_categorical=True),
)
