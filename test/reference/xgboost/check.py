"""
Lets XGBoost read the documents that this package wrote (write-documents.ts), in both formats, and compares its margins with this package's: they
must be the same float32, bit for bit. Then writes exported.json: a fingerprint of every document that passed, for export.test.ts.

    node --import tsx write-documents.ts ours.json && venv/bin/pip install xgboost-cpu==3.2.0 pandas && venv/bin/python check.py ours.json
"""

import base64
import gzip
import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import xgboost as xgb

HERE = Path(__file__).parent


def floats(text):
    return np.frombuffer(base64.b64decode(text), "<f4")


def stored(name):
    return json.loads(gzip.decompress((HERE / "models" / f"{name}.json.gz").read_bytes()))


rows = stored("rows")
columns = np.column_stack([floats(text) for text in rows["columns"]])


def labelled():
    """Labels in another order of codes, which XGBoost must look up by name; those unknown to the model are null, since XGBoost refuses them."""
    frame = pd.DataFrame({name: columns[:, i] for i, name in enumerate(rows["names"][:3])})
    for i, count in ((3, 6), (4, 14)):
        name = rows["names"][i]
        texts = [None if np.isnan(code) or code >= count else f"{name} {int(code)}" for code in columns[:, i]]
        frame[name] = pd.Categorical(texts, categories=[f"{name} {code}" for code in reversed(range(count))])
    return xgb.DMatrix(frame, enable_categorical=True)


def matrix(name, booster):
    if name == "by-hand" or name.startswith("fitted"):
        return labelled()
    case = stored(name)
    base = {"base_margin": floats(case["baseMargin"])} if "baseMargin" in case else {}
    types = booster.feature_types
    if name == "named-categories":  # codes, because the labels of a pandas frame arrive damaged (not ASCII)
        known = np.array([np.inf, np.inf, np.inf, 6, 14])
        return xgb.DMatrix(np.where(columns < known, columns, np.nan), feature_names=booster.feature_names, feature_types=types, enable_categorical=True)
    return xgb.DMatrix(columns, feature_names=booster.feature_names, feature_types=types, enable_categorical=True, **base)


fingerprints = {}
for document in json.loads(Path(sys.argv[1]).read_text()):
    name = document["name"]
    ours = floats(document["margin"])
    for format, raw in (("json", document["json"].encode()), ("ubj", base64.b64decode(document["ubj"]))):
        booster = xgb.Booster()
        booster.load_model(bytearray(raw))
        theirs = booster.predict(matrix(name, booster), output_margin=True).astype("<f4").ravel()
        assert theirs.tobytes() == ours.tobytes(), (name, format, int(np.sum(theirs != ours)), theirs[:4], ours[:4])
        # and XGBoost can write it again
        assert len(booster.save_raw(format)) > 0
    parts = [document["json"], document["ubj"], document["margin"]]
    if not name.startswith("fitted"):  # what the trainer makes may change in its last bits
        fingerprints[name] = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    print(name, "ok")
(HERE / "exported.json").write_text(json.dumps(fingerprints, indent=2) + "\n")
