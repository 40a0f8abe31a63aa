# Rscript make.R <file of values> <season> <horizon> p d q P D Q constant
# Prints a JSON list: the fixed order, then what auto.arima finds (approximation off). Needs the package forecast (8.20).
suppressMessages(library(forecast))
arguments <- commandArgs(trailingOnly = TRUE)
season <- as.integer(arguments[2])
horizon <- as.integer(arguments[3])
order <- as.integer(arguments[4:10])
y <- ts(scan(arguments[1], quiet = TRUE), frequency = season)

show <- function(fit) {
  future <- forecast(fit, h = horizon, level = 80)
  deviation <- (future$upper[, 1] - future$mean) / qnorm(0.9)
  arma <- fit$arma
  constant <- any(c("intercept", "drift") %in% names(fit$coef))
  numbers <- function(x) paste(sprintf("%.10g", x), collapse = ",")
  sprintf(
    '{"order":[%s,%s],"logLikelihood":%.10g,"aicc":%.10g,"sigma":%.10g,"forecast":[%s],"deviation":[%s]}',
    numbers(arma[c(1, 6, 2, 3, 7, 4)]), tolower(constant), fit$loglik, fit$aicc, sqrt(fit$sigma2),
    numbers(future$mean), numbers(deviation)
  )
}

fixed <- Arima(y, order = order[1:3], seasonal = list(order = order[4:6], period = season), include.constant = order[7] == 1)
found <- auto.arima(y, approximation = FALSE)
cat("[", show(fixed), ",", show(found), "]\n", sep = "")
