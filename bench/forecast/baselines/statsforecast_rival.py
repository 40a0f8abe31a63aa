"""statsforecast's AutoETS, AutoTheta and AutoARIMA with their defaults."""

from importlib.metadata import version

from frames import answer_of, read
from statsforecast import StatsForecast
from statsforecast.models import AutoARIMA, AutoETS, AutoTheta

models = {"ets": AutoETS, "theta": AutoTheta, "arima": AutoARIMA}


def versions():
    return {name: version(name) for name in ("statsforecast", "pandas", "numpy")}


def prepare(task, params):
    history = read(params["data"]).assign(unique_id="series")[["unique_id", "ds", "y"]]
    model = models[task]

    def run():
        engine = StatsForecast(models=[model(season_length=params["season"], alias="model")], freq=params["frequency"], n_jobs=1)
        return engine.forecast(df=history, h=params["periods"], level=[80])

    return run, lambda table: answer_of(table["ds"], table["model"], table["model-lo-80"], table["model-hi-80"])
