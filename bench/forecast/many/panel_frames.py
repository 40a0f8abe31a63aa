"""Reading the panel, and an answer in the shape that the driver checks; shared by the Python rivals."""

import numpy as np
import pandas as pd


def read_panel(path):
    frame = pd.read_csv(path, float_precision="round_trip")
    frame["ds"] = pd.to_datetime(frame["ds"])
    return frame


def panel_answer(table, shown, names=("yhat", "yhat_lower", "yhat_upper")):
    """Rows, series, whether every bound is finite and in order, and the forecasts of the series that are shown (by position)."""
    ordered = table.sort_values(["unique_id", "ds"], kind="stable")
    yhat, lower, upper = (ordered[name].to_numpy() for name in names)
    keys = ordered["unique_id"].unique()
    each = [ordered.loc[ordered["unique_id"] == keys[i], names[0]].astype(float).tolist() for i in shown]
    return {
        "rows": len(ordered),
        "series": len(keys),
        "finite": bool(np.isfinite(yhat).all() and (lower < upper).all()),
        "firsts": each,
    }
