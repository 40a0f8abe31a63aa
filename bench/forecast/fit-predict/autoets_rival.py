"""AutoETS of statsforecast: another model, here as a point of reference for accuracy and time."""

from importlib.metadata import version

from frames import answer_of, read
from statsforecast import StatsForecast
from statsforecast.models import AutoETS


def versions():
    return {name: version(name) for name in ("statsforecast", "pandas", "numpy")}


def prepare(task, params):
    history = read(params["data"]).assign(unique_id="series")[["unique_id", "ds", "y"]]
    if params["etsSeason"] is None:
        raise ValueError("its season would be longer than the 24 steps that ETS can have")
    engine = lambda: StatsForecast(models=[AutoETS(season_length=params["etsSeason"])], freq=params["frequency"], n_jobs=1)
    if task == "forecast":
        run = lambda: engine().forecast(df=history, h=params["periods"], level=[80])
        return run, lambda table: answer_of(table["ds"], table["AutoETS"], table["AutoETS-lo-80"], table["AutoETS-hi-80"])
    if task == "holdout":
        steps = len(read(params["future"]))
        run = lambda: engine().forecast(df=history, h=steps)
        return run, lambda table: {"yhat": [float(value) for value in table["AutoETS"]]}
    raise ValueError(f"no task {task}")
