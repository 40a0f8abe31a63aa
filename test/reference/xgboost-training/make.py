"""Trees grown by XGBoost on small tables, for split-for-split comparison, and the vending case.

    python make.py        # xgboost-cpu 3.2.0, numpy 2; writes trees.json and vending.json beside itself

Values are rounded so that every column has fewer than 256 distinct ones: then XGBoost's cuts are the values themselves and nothing is left to
its sketch.
"""
import json
import os

import numpy as np
import xgboost as xgb

HERE = os.path.dirname(os.path.abspath(__file__))
FIELDS = (
    'left_children', 'split_indices', 'split_conditions', 'default_left', 'loss_changes', 'sum_hessian', 'base_weights',
)
rng = np.random.default_rng(7)
n = 90


def numbers(a):
    return [None if np.isnan(v) else float(v) for v in np.asarray(a, dtype=np.float64).ravel()]


X = np.round(rng.normal(size=(n, 4)), 1).astype(np.float32)
signal = X[:, 0] * 2 + (X[:, 1] > 0) * X[:, 2]
holes = rng.random(X.shape) < 0.15
categories = X.copy()
categories[:, 1] = rng.integers(0, 3, n)
categories[:, 3] = rng.integers(0, 7, n)
levels = rng.normal(size=7)
tables = {
    'full': X,
    'holes': np.where(holes, np.nan, X).astype(np.float32),
    'categories': categories,
    'categories with holes': np.where(holes, np.nan, categories).astype(np.float32),
}
targets = {
    'plain': np.round(signal + rng.normal(size=n) * 0.3, 2),
    'by category': np.round(X[:, 0] + levels[categories[:, 3].astype(int)] + (categories[:, 1] == 2), 2),
    'binary': (rng.random(n) < 1 / (1 + np.exp(-signal))).astype(float),
    'counts': rng.poisson(np.exp(signal / 3)).astype(float),
    'positive': np.round(rng.gamma(2, np.exp(signal / 3)), 2) + 0.01,
}
weights = rng.integers(1, 5, n).astype(float)
CASES = [
    ('squared error', 'full', 'plain', False, dict(max_depth=4), 6),
    ('missing values', 'holes', 'plain', False, dict(max_depth=4), 4),
    ('weights and least child weight', 'holes', 'plain', True, dict(max_depth=4, min_child_weight=3), 3),
    ('alpha', 'holes', 'plain', False, dict(max_depth=4, alpha=1), 3),
    ('alpha, largest step and gamma', 'holes', 'plain', False, dict(max_depth=4, alpha=1, max_delta_step=0.5, gamma=0.5), 3),
    ('monotone', 'holes', 'plain', False, dict(max_depth=4, monotone_constraints='(1,0,-1,0)'), 3),
    ('interactions', 'holes', 'plain', False, dict(max_depth=4, interaction_constraints='[[0,1],[1,2,3]]'), 3),
    ('by loss', 'holes', 'plain', False, dict(max_depth=0, max_leaves=9, grow_policy='lossguide'), 3),
    ('by level with few leaves', 'holes', 'plain', False, dict(max_depth=6, max_leaves=9), 3),
    ('categories', 'categories', 'by category', False, dict(max_depth=4), 4),
    ('categories with missing values', 'categories with holes', 'by category', False, dict(max_depth=4), 4),
    ('logistic', 'holes', 'binary', False, dict(max_depth=3, objective='reg:logistic'), 4),
    ('poisson', 'holes', 'counts', False, dict(max_depth=3, objective='count:poisson'), 3),
    ('gamma', 'holes', 'positive', False, dict(max_depth=3, objective='reg:gamma'), 3),
    ('tweedie', 'holes', 'counts', False, dict(max_depth=3, objective='reg:tweedie', tweedie_variance_power=1.3), 3),
    ('pseudo-Huber', 'holes', 'plain', False, dict(max_depth=3, objective='reg:pseudohubererror', huber_slope=2, base_score=0.5), 3),
    ('absolute error', 'holes', 'plain', False, dict(max_depth=3, objective='reg:absoluteerror'), 4),
    ('absolute error with weights', 'holes', 'plain', True, dict(max_depth=3, objective='reg:absoluteerror'), 4),
    ('quantiles', 'holes', 'plain', False, dict(max_depth=3, objective='reg:quantileerror', quantile_alpha=[0.1, 0.5, 0.9]), 3),
]


def train(name, table, target, weighted, params, rounds):
    types = ['q', 'c', 'q', 'c'] if table.startswith('categories') else ['q'] * 4
    data = xgb.DMatrix(
        tables[table], targets[target], weight=weights if weighted else None, feature_types=types,
        enable_categorical=True, nthread=1,
    )
    booster = xgb.train({**params, 'nthread': 1}, data, rounds)
    trees = json.loads(booster.save_raw('json'))['learner']['gradient_booster']['model']['trees']
    return {
        'name': name, 'table': table, 'target': target, 'weighted': weighted, 'params': params, 'rounds': rounds,
        'margins': numbers(booster.predict(data, output_margin=True)),
        'trees': [
            {
                **{field: tree[field] for field in FIELDS},
                'sets': {
                    str(node): tree['categories'][begin : begin + size]
                    for node, begin, size in zip(tree['categories_nodes'], tree['categories_segments'], tree['categories_sizes'])
                },
            }
            for tree in trees
        ],
    }


def vending():
    """Six machine types, 60 to 160 rows each; the four features of the dashboard that this package replaces."""
    places = ['Geneva', 'Lyon', 'Milan', 'Paris', 'Turin', 'Zurich']
    types = []
    for kind in range(6):
        rows = 60 + 20 * kind
        month = rng.integers(1, 13, rows)
        place = rng.integers(0, 6, rows)
        temperature = np.round(17 + 9 * np.cos(2 * np.pi * (month - 7) / 12) + 3 * rng.normal(size=rows), 1)
        volume = np.exp(6.9 + 0.4 * rng.normal(size=rows))
        volume = np.round((volume - volume.mean()) / volume.std(), 2)
        effect = np.array([0.9, 0.5, 0.3, 0, -0.4, -1.3])[place] - 0.25 * np.maximum(0, temperature - 22)
        uptime = np.round(np.clip(0.88 + 0.03 * (kind % 2) * effect + 0.03 * rng.normal(size=rows), 0, 1), 4)
        test = np.zeros(rows, dtype=bool)
        test[rng.permutation(rows)[: rows // 5]] = True
        features = np.stack([month, place, temperature, volume], axis=1).astype(np.float32)
        make = lambda keep: xgb.DMatrix(
            features[keep], uptime[keep], feature_types=['q', 'c', 'q', 'q'], enable_categorical=True, nthread=1,
            feature_names=['month', 'location', 'temperature', 'volume'],
        )
        booster = xgb.train(dict(max_depth=3, learning_rate=0.1, nthread=1), make(~test), 100)
        gain = booster.get_score(importance_type='gain')
        total = sum(gain.values())
        error = booster.predict(make(test)).astype(np.float64) - uptime[test]
        types.append({
            'type': f'type {kind + 1}',
            'month': month.tolist(), 'location': [places[p] for p in place], 'temperature': temperature.tolist(),
            'volume': volume.tolist(), 'uptime': uptime.tolist(), 'test': test.astype(int).tolist(),
            'importance': {name: gain.get(name, 0) / total for name in ('month', 'location', 'temperature', 'volume')},
            'mse': float(np.mean(error**2)), 'rmse': float(np.sqrt(np.mean(error**2))),
        })
    return types


def write(name, value):
    with open(os.path.join(HERE, name), 'w') as file:
        json.dump(value, file, separators=(',', ':'))
        file.write('\n')


write('trees.json', {
    'versions': {'xgboost': xgb.__version__, 'numpy': np.__version__},
    'tables': {name: numbers(table) for name, table in tables.items()},
    'targets': {name: numbers(target) for name, target in targets.items()},
    'weights': numbers(weights),
    'cases': [train(*case) for case in CASES],
})
write('vending.json', {'versions': {'xgboost': xgb.__version__, 'numpy': np.__version__}, 'types': vending()})
