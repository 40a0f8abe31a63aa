"""mlxtend: lists of labels -> one-hot frame (sparse beyond 1,000 items, where the dense one fills memory) -> frame of itemsets."""

from importlib.metadata import version

import pandas as pd
from mlxtend.frequent_patterns import fpgrowth
from mlxtend.preprocessing import TransactionEncoder

from baskets import digest, read_lists


def versions():
    return {name: version(name) for name in ("mlxtend", "pandas")}


def prepare(task, params):
    """Half a basket below the least count: the threshold is ceil(support * n) there."""
    lists = read_lists(params["file"])
    support = (params["minCount"] - 0.5) / params["baskets"]

    def run():
        encoder = TransactionEncoder().fit(lists)
        names = encoder.columns_
        if len(names) > 1000:
            frame = pd.DataFrame.sparse.from_spmatrix(encoder.transform(lists, sparse=True), columns=names)
        else:
            frame = pd.DataFrame(encoder.transform(lists), columns=names)
        return fpgrowth(frame, min_support=support, use_colnames=True)

    def answer(frame):
        counts = (frame["support"] * params["baskets"]).round()
        return digest(zip(frame["itemsets"].map(len), counts))

    return run, answer
