"""pyfim, the Python module around C. Borgelt's miners in C: lists of labels -> a list of (itemset, count)."""

from importlib.metadata import version

import fim

from baskets import digest, read_lists


def versions():
    return {"pyfim": version("pyfim")}


def prepare(task, params):
    """task: the miner, e.g. "eclat". A negative threshold is a count."""
    lists = read_lists(params["file"])
    mine = getattr(fim, task)
    return lambda: mine(lists, target="s", supp=-params["minCount"], report="a"), answer


def answer(itemsets):
    return digest((len(items), count) for items, count in itemsets)
