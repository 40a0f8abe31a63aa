"""The negative log posterior of Prophet's linear model at a fitted model's parameters, constants dropped (see objective.mjs)."""

import numpy as np


def objective(model):
    history = model.history
    t = history["t"].to_numpy()
    y = history["y_scaled"].to_numpy()
    features, scales, _, _ = model.make_all_seasonality_features(history)
    k, m, sigma = (float(np.ravel(model.params[name])[0]) for name in ("k", "m", "sigma_obs"))
    delta, beta = (np.ravel(model.params[name]) for name in ("delta", "beta"))
    trend = k * t + m + np.maximum(t[:, None] - model.changepoints_t[None, :], 0) @ delta
    residual = y - trend - features.to_numpy() @ beta
    return float(
        len(y) * np.log(sigma)
        + residual @ residual / (2 * sigma**2)
        + 2 * sigma**2
        + (k**2 + m**2) / 50
        + np.abs(delta).sum() / model.changepoint_prior_scale
        + (beta**2 / (2 * np.asarray(scales) ** 2)).sum()
    )
