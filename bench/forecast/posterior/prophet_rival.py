"""Prophet's posterior: `mcmc_samples` with Stan's NUTS, its chains one after the other."""

import logging
from importlib.metadata import version

import numpy as np
from frames import read
from prophet import Prophet

logging.getLogger("cmdstanpy").setLevel(logging.ERROR)
logging.getLogger("prophet").setLevel(logging.ERROR)


def versions():
    return {name: version(name) for name in ("prophet", "cmdstanpy", "pandas", "numpy")}


def prepare(task, params):
    if task != "posterior":
        raise ValueError(f"no task {task}")
    history = read(params["data"])

    def run():
        model = Prophet(mcmc_samples=params["samples"])
        return model.fit(history, chains=params["chains"], parallel_chains=1, seed=1, show_progress=False)

    return run, summarised


def summarised(model):
    """The parameters that bodkin's side gives, in its order: k, m, sigma, then the seasonal coefficients."""
    names = ("k", "m", "sigma_obs", "beta")
    draws = np.column_stack([np.reshape(model.params[name], (len(model.params["k"]), -1)) for name in names])
    return {
        "means": draws.mean(axis=0).tolist(),
        "deviations": draws.std(axis=0, ddof=1).tolist(),
        "draws": int(draws.shape[0]),
    }
