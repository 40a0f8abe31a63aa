"""Prophet with its defaults, one series after the other: the loop that its users write."""

import logging
from importlib.metadata import version

import pandas as pd
from panel_frames import panel_answer, read_panel
from prophet import Prophet

logging.getLogger("cmdstanpy").setLevel(logging.ERROR)
logging.getLogger("prophet").setLevel(logging.ERROR)


def versions():
    return {name: version(name) for name in ("prophet", "cmdstanpy", "pandas", "numpy")}


def prepare(task, params):
    panel = read_panel(params["data"])

    def run():
        parts = []
        for key, history in panel.groupby("unique_id", sort=True):
            model = Prophet().fit(history[["ds", "y"]])
            future = model.make_future_dataframe(params["periods"], freq="D", include_history=False)
            parts.append(model.predict(future).assign(unique_id=key))
        return pd.concat(parts, ignore_index=True)

    return run, lambda table: panel_answer(table, params["shown"])
