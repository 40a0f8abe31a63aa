"""mlxtend's association_rules: frame of itemsets -> frame of rules. The itemsets come from pyfim, outside the timed part."""

from importlib.metadata import version

import fim
import pandas as pd
from mlxtend.frequent_patterns import association_rules

from baskets import read_lists


def versions():
    return {name: version(name) for name in ("mlxtend", "pandas")}


def prepare(task, params):
    lists = read_lists(params["file"])
    found = fim.eclat(lists, target="s", supp=-params["minCount"], report="a")
    itemsets = pd.DataFrame(
        {"support": [count / len(lists) for _, count in found], "itemsets": [frozenset(items) for items, _ in found]}
    )
    run = lambda: association_rules(itemsets, metric="confidence", min_threshold=params["minThreshold"])  # noqa: E731
    return run, answer


def answer(frame):
    sums = {name: float(frame[name].sum()) for name in ("confidence", "lift", "leverage")}
    return {"count": len(frame), **sums}
