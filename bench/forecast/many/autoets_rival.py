"""AutoETS of statsforecast on all series in one call, one job: another model, a point of reference for the time."""

from importlib.metadata import version

from panel_frames import panel_answer, read_panel
from statsforecast import StatsForecast
from statsforecast.models import AutoETS


def versions():
    return {name: version(name) for name in ("statsforecast", "pandas", "numpy")}


def prepare(task, params):
    panel = read_panel(params["data"])
    run = lambda: StatsForecast(models=[AutoETS(season_length=7)], freq="D", n_jobs=1).forecast(df=panel, h=params["periods"], level=[80])
    names = ("AutoETS", "AutoETS-lo-80", "AutoETS-hi-80")
    return run, lambda table: panel_answer(table, params["shown"], names)
