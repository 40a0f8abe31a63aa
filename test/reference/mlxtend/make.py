"""
Writes mlxtend.json: itemsets and all twelve measures of their rules by mlxtend's fpgrowth and association_rules. Three cases: the five
baskets of mlxtend's own guide, and groceries and mushroom from the folder of data that is not part of this repository.

    python -m venv venv && venv/bin/pip install mlxtend==0.25.0 && venv/bin/python make.py ../../../../shared/data/association
"""

import gzip
import json
import math
import sys
from pathlib import Path

import mlxtend
import pandas as pd
from mlxtend.frequent_patterns import association_rules, fpgrowth
from mlxtend.preprocessing import TransactionEncoder

MEASURES = [
    "antecedent support",
    "consequent support",
    "support",
    "confidence",
    "lift",
    "representativity",
    "leverage",
    "conviction",
    "zhangs_metric",
    "jaccard",
    "certainty",
    "kulczynski",
]
folder = Path(sys.argv[1])
guide = [
    ["Milk", "Onion", "Nutmeg", "Kidney Beans", "Eggs", "Yogurt"],
    ["Dill", "Onion", "Nutmeg", "Kidney Beans", "Eggs", "Yogurt"],
    ["Milk", "Apple", "Kidney Beans", "Eggs"],
    ["Milk", "Unicorn", "Corn", "Kidney Beans", "Yogurt"],
    ["Corn", "Onion", "Onion", "Kidney Beans", "Ice cream", "Eggs"],
]
groceries = [line.split(",") for line in (folder / "groceries.csv").read_text().splitlines()]
mushroom = [line.split() for line in gzip.open(folder / "mushroom.dat.gz", "rt").read().splitlines()]


def case(name, baskets, min_support, metric, threshold, keep_every):
    encoder = TransactionEncoder()
    table = pd.DataFrame(encoder.fit(baskets).transform(baskets), columns=encoder.columns_)
    itemsets = fpgrowth(table, min_support=min_support, use_colnames=True)
    rules = association_rules(itemsets, num_itemsets=len(baskets), metric=metric, min_threshold=threshold)
    n = len(baskets)
    labels = sorted({item for items in itemsets["itemsets"] for item in items})
    code = {label: i for i, label in enumerate(labels)}
    picked = rules.iloc[::keep_every]
    return {
        "name": name,
        "transactions": n,
        "metric": metric,
        "minThreshold": threshold,
        "labels": labels,
        "itemsets": [[sorted(code[i] for i in s), round(support * n)] for support, s in itemsets.itertuples(index=False)],
        "count": len(rules),
        "rules": [
            [
                sorted(code[i] for i in row["antecedents"]),
                sorted(code[i] for i in row["consequents"]),
                [None if math.isinf(row[m]) else float(row[m]) for m in MEASURES],
            ]
            for _, row in picked.iterrows()
        ],
    }


cases = [
    case("guide", guide, 0.6, "confidence", 0.7, 1),
    case("guide by lift", guide, 0.2, "lift", 1.2, 29),
    case("groceries", groceries, 0.01, "confidence", 0.2, 1),
    case("groceries by leverage", groceries, 0.02, "leverage", 0.001, 1),
    case("mushroom", mushroom, 0.45, "confidence", 0.85, 11),
    case("mushroom by zhangs_metric", mushroom, 0.5, "zhangs_metric", 0.1, 5),
    case("mushroom by conviction", mushroom, 0.5, "conviction", 2, 5),
]
for c in cases:
    print(c["name"], len(c["itemsets"]), "itemsets", c["count"], "rules", len(c["rules"]), "kept")
out = {"mlxtend": mlxtend.__version__, "measures": MEASURES, "cases": cases}
Path(__file__).with_name("mlxtend.json").write_text(json.dumps(out, separators=(",", ":")) + "\n")
