"""
Writes exp.json and log.json: arguments and results of the C library's expf and logf (glibc 2.28 or later), all float32 printed in full.

    python -m venv venv && venv/bin/pip install numpy && venv/bin/python make.py
"""

import ctypes
import json
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
libm = ctypes.CDLL("libm.so.6")
rng = np.random.default_rng(20260501)
arguments = {
    "exp": np.concatenate([rng.uniform(-20, 20, 300), rng.uniform(-104, 89, 100), [0, -0.0, 88.72, 88.73, -103.9, -104.1]]),
    "log": np.concatenate([rng.uniform(0, 3, 300), np.exp(rng.uniform(-100, 80, 100)), [1, 1e-45, 1.1754944e-38, 3.4e38]]),
}
for name, values in arguments.items():
    function = getattr(libm, name + "f")
    function.restype, function.argtypes = ctypes.c_float, [ctypes.c_float]
    singles = [float(value) for value in values.astype("f4")]
    results = [function(value) for value in singles]
    pairs = [[value, result if np.isfinite(result) else str(result)] for value, result in zip(singles, results)]
    (HERE / f"{name}.json").write_text(json.dumps(pairs, separators=(",", ":")) + "\n")
