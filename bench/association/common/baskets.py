"""Files of baskets (see data.mjs) as lists of labels; equal labels are one object, so that their hash is computed once."""


def read_lists(path):
    known = {}
    with open(path, encoding="utf8") as file:
        return [[known.setdefault(item, item) for item in line.rstrip("\n").split("\t") if item] for line in file]


def digest(itemsets):
    """(length, count) of every itemset -> how many there are of each length, and the sum of their counts."""
    by_length = {}
    total = 0
    for length, count in itemsets:
        by_length[length] = by_length.get(length, 0) + 1
        total += count
    return {"count": sum(by_length.values()), "byLength": [by_length[k] for k in sorted(by_length)], "total": round(total)}
