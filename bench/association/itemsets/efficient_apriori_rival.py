"""efficient-apriori: lists of labels -> {length: {itemset: count}}."""

from importlib.metadata import version

from efficient_apriori import itemsets_from_transactions

from baskets import digest, read_lists


def versions():
    return {"efficient-apriori": version("efficient-apriori")}


def prepare(task, params):
    """Its default stops at itemsets of 8 items, here there is no such limit."""
    lists = read_lists(params["file"])
    support = (params["minCount"] - 0.5) / params["baskets"]
    run = lambda: itemsets_from_transactions(lists, support, max_length=1000)[0]  # noqa: E731
    return run, lambda found: digest((length, count) for sets in found.values() for length, count in lengths(sets))


def lengths(sets):
    return [(len(items), count) for items, count in sets.items()]
