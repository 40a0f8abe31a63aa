"""Prophet with its defaults: 1,000 simulated draws for the interval."""

import logging
from importlib.metadata import version

from frames import answer_of, read
from objective import objective
from prophet import Prophet

logging.getLogger("cmdstanpy").setLevel(logging.ERROR)
logging.getLogger("prophet").setLevel(logging.ERROR)


def versions():
    return {name: version(name) for name in ("prophet", "cmdstanpy", "pandas", "numpy")}


def prepare(task, params):
    history = read(params["data"])
    if task == "fit":
        return (lambda: Prophet().fit(history), lambda model: {"objective": objective(model)})
    if task == "forecast":

        def run():
            model = Prophet(uncertainty_samples=params["draws"]).fit(history)
            future = model.make_future_dataframe(params["periods"], freq=params["frequency"], include_history=False)
            return model, model.predict(future)

        def answer(result):
            model, table = result
            forecast = answer_of(table["ds"], table["yhat"], table["yhat_lower"], table["yhat_upper"])
            return {"objective": objective(model), **forecast}

        return run, answer
    if task == "holdout":
        future = read(params["future"])[["ds"]]
        run = lambda: Prophet().fit(history).predict(future)
        return run, lambda table: {"yhat": [float(value) for value in table["yhat"]]}
    raise ValueError(f"no task {task}")
