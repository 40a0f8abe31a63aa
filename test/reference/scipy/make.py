"""
Writes scipy.json: quantiles of the standard normal distribution by SciPy, at plain shares and far out in both tails.

    python -m venv venv && venv/bin/pip install scipy==1.17.1 && venv/bin/python make.py
"""

import json
from pathlib import Path

import numpy as np
import scipy
from scipy.stats import norm

shares = [i / 200 for i in range(1, 200)]
shares += [0.075, 0.925, 0.425 + 0.5, np.exp(-25.0), 0.0749999999, 0.0750000001]
shares += [10.0**-e for e in range(3, 309, 5)] + [1 - 10.0**-e for e in range(3, 16)]
shares += [5e-324, 2.2250738585072014e-308, 0.5 - 1e-9, 0.5 + 1e-12]
normal = [{"p": float(p), "z": float(norm.ppf(p))} for p in shares]
target = Path(__file__).with_name("scipy.json")
target.write_text(json.dumps({"scipy": scipy.__version__, "normalQuantile": normal}, separators=(",", ":")) + "\n")
