"""prophet-batch: exact batched fits of Prophet's model, here with a batch of one series."""

import logging
from importlib.metadata import version

from frames import answer_of, read
from objective import objective
from prophet_batch import fit_many, forecast_many, predict_many

logging.getLogger("cmdstanpy").setLevel(logging.ERROR)
logging.getLogger("prophet").setLevel(logging.ERROR)


def versions():
    return {name: version(name) for name in ("prophet-batch", "prophet", "pandas", "numpy")}


def prepare(task, params):
    history = read(params["data"]).assign(unique_id="series")
    if task == "fit":
        return (lambda: fit_many(history)["series"], lambda model: {"objective": objective(model)})
    if task == "forecast":

        def run():
            return forecast_many(
                history,
                periods=params["periods"],
                freq=params["frequency"],
                include_history=False,
                seed=0,
                uncertainty_samples=params["draws"],
            )

        def answer(table):
            forecast = answer_of(table["ds"], table["yhat"], table["yhat_lower"], table["yhat_upper"])
            return {"objective": objective(fit_many(history)["series"]), **forecast}

        return run, answer
    if task == "holdout":
        future = read(params["future"])[["ds"]]
        run = lambda: predict_many(fit_many(history), futures={"series": future}, seed=0)["series"]
        return run, lambda table: {"yhat": [float(value) for value in table["yhat"]]}
    raise ValueError(f"no task {task}")
