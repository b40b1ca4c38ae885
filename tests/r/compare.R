# The reference for the marts: R's survey package on the same respondents.
#
# Reads the CSV files that compare.py writes into the folder given as the first argument, and writes what R makes of
# them beside them. Every design is built on the rows of its base, with the sampling fraction as fpc, which is how a
# share is defined here (its own n/(n-1), its own f).

suppressMessages(library(survey))
options(digits = 17, survey.lonely.psu = "adjust")
folder <- commandArgs(trailingOnly = TRUE)[1]
path <- function(name) file.path(folder, paste0(name, ".csv"))
people <- read.csv(path("people"), check.names = FALSE, na.strings = "")

design_of <- function(rows, f) {
  if (f > 0) svydesign(ids = ~1, weights = ~weight, data = rows, fpc = rep(f, nrow(rows)))
  else svydesign(ids = ~1, weights = ~weight, data = rows)
}

in_group <- function(demographic, group) {
  if (demographic == "") rep(TRUE, nrow(people))
  else !is.na(people[[paste0("group_", demographic)]]) & people[[paste0("group_", demographic)]] == group
}

# shares and means: the mean of a column over the rows of the base, which are those where it is not blank
estimates <- read.csv(path("estimates"), colClasses = "character")
estimates$f <- as.numeric(estimates$f)
found <- lapply(split(estimates, paste(estimates$place, estimates$demographic_id, estimates$group_id)), function(rows) {
  columns <- unique(rows$value_column)
  base <- in_group(rows$demographic_id[1], rows$group_id[1]) & !is.na(people[[columns[1]]])
  values <- people[base, columns, drop = FALSE]
  names(values) <- paste0("v", seq_along(columns))
  means <- svymean(reformulate(names(values)), design_of(cbind(values, weight = people$weight[base]), rows$f[1]))
  at <- match(rows$value_column, columns)
  data.frame(estimate_id = rows$estimate_id, value = unname(coef(means))[at], se = unname(SE(means))[at])
})
write.csv(do.call(rbind, found), path("estimates_r"), row.names = FALSE)

# Rao-Scott, second order
tables <- read.csv(path("tables"), colClasses = "character")
tables$f <- as.numeric(tables$f)
tested <- lapply(split(tables, seq_len(nrow(tables))), function(row) {
  group <- paste0("group_", row$demographic_id)
  kept <- !is.na(people[[row$column]]) & !is.na(people[[group]])
  rows <- data.frame(weight = people$weight[kept], answer = factor(people[[row$column]][kept]),
    group = factor(people[[group]][kept]))
  test <- svychisq(~answer + group, design_of(rows, row$f), statistic = "F")
  data.frame(table_id = row$table_id, omnibus_f = unname(test$statistic), omnibus_df1 = unname(test$parameter[1]),
    omnibus_df2 = unname(test$parameter[2]), omnibus_p = unname(test$p.value))
})
write.csv(do.call(rbind, tested), path("tables_r"), row.names = FALSE)

# raking without bounds, run to the end
raked <- read.csv(path("raked"), colClasses = "character")
margins <- read.csv(path("margins"), colClasses = c("character", "character", "numeric"))
raked$start_weight <- as.numeric(raked$start_weight)
variables <- unique(margins$demographic_id)
design <- svydesign(ids = ~1, weights = ~start_weight, data = raked)
populations <- lapply(variables, function(variable) {
  rows <- margins[margins$demographic_id == variable, ]
  setNames(data.frame(rows$group_id, rows$universe_n), c(variable, "Freq"))
})
formulas <- lapply(variables, function(variable) as.formula(paste0("~", variable)))
done <- rake(design, formulas, populations, control = list(maxit = 500, epsilon = 1e-14))
write.csv(data.frame(weight = weights(done) / mean(weights(done))), path("raked_r"), row.names = FALSE)
