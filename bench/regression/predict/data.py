"""The files of data.mjs as the Python contenders take them, and what they answer."""

import hashlib

import numpy as np

COLUMNS = 16


def read(file):
    """Rows x columns of float32, row after row, as these tools like it best."""
    return np.ascontiguousarray(np.fromfile(file, "<f4").reshape(COLUMNS, -1).T)


def target(x):
    t = x[:, 0] * x[:, 1]
    return 40 * t * (1 - t) + 20 * (x[:, 2] - 0.5) ** 2 + 10 * x[:, 3] + 5 * x[:, 4]


def prediction_answer(predictions):
    bits = hashlib.sha256(np.ascontiguousarray(predictions, "<f4").tobytes()).hexdigest()
    return {"mean": float(np.mean(predictions, dtype="f8")), "bits": bits}


def shap_answer(values):
    return {
        "sizes": [float(size) for size in np.abs(values[:, :-1]).mean(axis=0, dtype="f8")],
        "bias": float(values[:, -1].mean(dtype="f8")),
    }
