"""prophet-batch: all series in one call."""

import logging
from importlib.metadata import version

from panel_frames import panel_answer, read_panel
from prophet_batch import forecast_many

logging.getLogger("cmdstanpy").setLevel(logging.ERROR)
logging.getLogger("prophet").setLevel(logging.ERROR)


def versions():
    return {name: version(name) for name in ("prophet-batch", "prophet", "pandas", "numpy")}


def prepare(task, params):
    panel = read_panel(params["data"])
    run = lambda: forecast_many(panel, periods=params["periods"], freq="D", include_history=False, seed=0, uncertainty_samples=1000)
    return run, lambda table: panel_answer(table, params["shown"])
