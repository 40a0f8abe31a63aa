"""
Writes student-t.json: upper tails of Student's t distribution by SciPy, from the middle to far out, for few and many degrees of freedom.

    python -m venv venv && venv/bin/pip install scipy==1.17.1 && venv/bin/python make-student-t.py
"""

import json
from pathlib import Path

import scipy
from scipy.stats import t

points = [1e-3, 0.1, 0.5, 0.9, 1, 1.3, 1.7533, 2, 2.6, 4, 7, 12, 30, 100]
freedoms = [0.5, 1, 1.5, 2, 3, 5, 7, 10, 15, 30, 60, 99, 120, 500, 1e4, 1e6]
tails = [{"t": sign * x, "freedom": v, "p": float(t.sf(sign * x, v))} for v in freedoms for x in points for sign in (1, -1)]
# below that SciPy itself has few digits
tails = [tail for tail in tails if tail["p"] > 1e-250]
target = Path(__file__).with_name("student-t.json")
target.write_text(json.dumps({"scipy": scipy.__version__, "studentTUpper": tails}, separators=(",", ":")) + "\n")
