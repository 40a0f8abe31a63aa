# Writes arules.json: measures, intervals and improvement of rules of the Groceries data, which come with arules, by arules itself.
# Needs R with the package arules (the fixture names the version):
#
#   Rscript make.R
#
# Rules of two kinds: a sample of confident ones (of single items and of up to four, some of confidence 1), and all those of the itemsets of
# 1 %, the ones with an empty antecedent included, for the improvement.
suppressMessages(library(arules))
data(Groceries)

number <- function(x) ifelse(is.finite(x), sprintf("%.17g", x), "null")
row <- function(x) paste0("[", paste(number(x), collapse = ","), "]")
quoted <- function(x) paste0("[", paste0('"', x, '"', collapse = ","), "]")
field <- function(name, value) paste0('"', name, '":', value)

measured <- function(rules) {
  ask <- function(m, ...) interestMeasure(rules, m, transactions = Groceries, ...)
  list(
    support = ask("support"), confidence = ask("confidence"), lift = ask("lift"), leverage = ask("leverage"),
    conviction = ask("conviction"), jaccard = ask("jaccard"), certainty = ask("certainty"), kulczynski = ask("kulczynski"),
    cosine = ask("cosine"), phi = ask("phi"), odds_ratio = ask("oddsRatio"),
    odds_ratio_corrected = ask("oddsRatio", smoothCounts = 0.5), chi_squared = ask("chiSquared"),
    chi_squared_p = ask("chiSquared", significance = TRUE), fisher_p = ask("fishersExactTest"), hyper_lift = ask("hyperLift"),
    hyper_confidence = ask("hyperConfidence"), j_measure = ask("jMeasure"), mutual_information = ask("mutualInformation"),
    gini = ask("gini"), imbalance_ratio = ask("imbalance"), max_confidence = ask("maxconfidence"), added_value = ask("addedValue"),
    relative_risk = ask("relativeRisk"), yule_q = ask("yuleQ"), yule_y = ask("yuleY"), coverage = ask("coverage"), doc = ask("doc"),
    standardised_lift = ask("stdLift", correct = FALSE),
    confidence_lower = confint(rules, "confidence", method = "wilson")[, "LL"],
    confidence_upper = confint(rules, "confidence", method = "wilson")[, "UL"],
    lift_lower_of_arules = confint(rules, "lift", method = "log_delta")[, "LL"]
  )
}

confident <- apriori(Groceries, list(supp = 0.001, conf = 0.6, minlen = 2), control = list(verbose = FALSE))
pairs <- apriori(Groceries, list(supp = 0.0005, conf = 0, minlen = 2, maxlen = 2), control = list(verbose = FALSE))
sure <- confident[quality(confident)$confidence == 1]
sample <- c(sure[seq(1, length(sure), 4)], confident[seq(1, length(confident), 60)], pairs[seq(1, length(pairs), 40)])
counts <- interestMeasure(sample, "table", transactions = Groceries)
measures <- measured(sample)

frequent <- apriori(Groceries, list(supp = 0.01, target = "frequent itemsets"), control = list(verbose = FALSE))
all <- apriori(Groceries, list(supp = 0.01, conf = 0, minlen = 1), control = list(verbose = FALSE))
gain <- interestMeasure(all, "improvement", transactions = Groceries)
keep <- size(lhs(all)) > 0

json <- paste0("{", paste(c(
  field("arules", paste0('"', packageVersion("arules"), '"')),
  field("transactions", length(Groceries)),
  field("tables", paste0("[", paste(apply(counts[, c("n11", "n10", "n01", "n00")], 1, row), collapse = ","), "]")),
  field("measures", paste0("{", paste(mapply(function(n, v) field(n, row(v)), names(measures), measures), collapse = ","), "}")),
  field("itemsets", paste0("[", paste(mapply(
    function(items, count) paste0("[", quoted(items), ",", count, "]"),
    LIST(items(frequent)), round(quality(frequent)$support * length(Groceries))
  ), collapse = ","), "]")),
  field("improvement", paste0("[", paste(mapply(
    function(l, r, g) paste0("[", quoted(l), ",", quoted(r), ",", number(g), "]"),
    LIST(lhs(all))[keep], LIST(rhs(all))[keep], gain[keep]
  ), collapse = ","), "]"))
), collapse = ","), "}")
writeLines(json, "arules.json")
cat(nrow(counts), "rules,", length(frequent), "itemsets,", sum(keep), "improvements\n")
