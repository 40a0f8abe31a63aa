"""
Writes tails.json: erfc and the upper tail of chi-squared with one degree of freedom by SciPy, and hypergeometric tails as exact fractions
of integers, rounded once. SciPy's hypergeometric tails are compared with them; the largest relative difference is noted.

    python -m venv venv && venv/bin/pip install scipy==1.17.1 && venv/bin/python make-tails.py
"""

import json
from fractions import Fraction
from math import comb
from pathlib import Path

import scipy
from scipy.special import erfc
from scipy.stats import chi2, hypergeom

points = [i / 8 for i in range(-32, 209)] + [1.9999999, 2.0000001, 1e-3, 1e-9]
tails = [{"x": x, "p": float(erfc(x))} for x in points]
squares = [1e-12, 1e-4, 0.1, 0.5, 1, 2, 3.841458820694124, 5, 7.99, 8.01, 10, 20, 50, 100, 300, 700, 1400]
chi = [{"x": x, "p": float(chi2.sf(x, 1))} for x in squares]


def exact(population, successes, draws):
    low = max(0, draws + successes - population)
    high = min(draws, successes)
    total = comb(population, draws)
    ways = [comb(successes, x) * comb(population - successes, draws - x) for x in range(low, high + 1)]
    upper = [0] * (len(ways) + 1)
    for i in range(len(ways) - 1, -1, -1):
        upper[i] = upper[i + 1] + ways[i]
    return low, high, [float(Fraction(u, total)) for u in upper[:-1]], [float(Fraction(total - u, total)) for u in upper]


def quantile(lower, low, share):
    # lower[i + 1] = P(X <= low + i)
    return next(low + i for i, p in enumerate(lower[1:]) if p >= share)


tables = [(10, 4, 5), (1, 1, 1), (5, 5, 3), (5, 0, 3), (6, 3, 6), (40, 20, 20), (100, 3, 97), (300, 30, 40), (1000, 999, 500)]
tables += [(9835, 2513, 1903), (9835, 76, 111), (9835, 400, 9000), (88162, 300, 512), (100000, 1000, 700), (100000, 20000, 300)]
rows = []
worst = 0.0
for population, successes, draws in tables:
    low, high, upper, lower = exact(population, successes, draws)
    step = max(1, (high - low) // 24)
    for x in sorted({*range(low, high + 1, step), high}):
        p = upper[x - low]
        if p < 1e-280:
            continue
        rows.append([x, population, successes, draws, p, lower[x - low + 1]])
        worst = max(worst, abs(float(hypergeom.sf(x - 1, population, successes, draws)) / p - 1))
quantiles = [[s, *t, quantile(exact(*t)[3], exact(*t)[0], s)] for t in tables for s in (0.5, 0.9, 0.99)]
out = {
    "scipy": scipy.__version__,
    "erfc": tails,
    "chiSquaredUpper": chi,
    "hypergeometric": rows,
    "hypergeometricQuantile": quantiles,
    "worstOfScipy": worst,
}
Path(__file__).with_name("tails.json").write_text(json.dumps(out, separators=(",", ":")) + "\n")
print(len(rows), "rows, SciPy's worst relative error", worst)
