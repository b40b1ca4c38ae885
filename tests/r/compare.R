# The reference for the marts: R's survey package on the same respondents.
#
# Reads the CSV files that Python writes into the folder given as the first argument, and writes what R makes of them
# beside them. Each section runs where its input is there. Every design is built on the rows of its base, with the
# sampling fraction as fpc, which is how a share is defined here (its own n/(n-1), its own f).

suppressMessages(library(survey))
options(digits = 17, survey.lonely.psu = "adjust")
folder <- commandArgs(trailingOnly = TRUE)[1]
path <- function(name) file.path(folder, paste0(name, ".csv"))
has <- function(name) file.exists(path(name))

design_of <- function(rows, f) {
  if (f > 0) svydesign(ids = ~1, weights = ~weight, data = rows, fpc = rep(f, nrow(rows)))
  else svydesign(ids = ~1, weights = ~weight, data = rows)
}

in_group <- function(people, demographic, group) {
  if (demographic == "") rep(TRUE, nrow(people))
  else !is.na(people[[paste0("group_", demographic)]]) & people[[paste0("group_", demographic)]] == group
}

# shares and means: the mean of a column over the rows of the base, which are those where it is not blank
compare_estimates <- function() {
  people <- read.csv(path("people"), check.names = FALSE, na.strings = "")
  estimates <- read.csv(path("estimates"), colClasses = "character")
  estimates$f <- as.numeric(estimates$f)
  found <- lapply(split(estimates, paste(estimates$base, estimates$demographic_id, estimates$group_id)), function(rows) {
    columns <- unique(rows$value_column)
    base <- in_group(people, rows$demographic_id[1], rows$group_id[1]) & !is.na(people[[columns[1]]])
    values <- people[base, columns, drop = FALSE]
    names(values) <- paste0("v", seq_along(columns))
    means <- svymean(reformulate(names(values)), design_of(cbind(values, weight = people$weight[base]), rows$f[1]))
    at <- match(rows$value_column, columns)
    data.frame(estimate_id = rows$estimate_id, value = unname(coef(means))[at], se = unname(SE(means))[at])
  })
  write.csv(do.call(rbind, found), path("estimates_r"), row.names = FALSE)
}

# quartiles: the smallest value at which the weights reach the share, halfway to the next where they meet it exactly
compare_quantiles <- function() {
  people <- read.csv(path("people"), check.names = FALSE, na.strings = "")
  quantiles <- read.csv(path("quantiles"), colClasses = "character")
  quantiles$share <- as.numeric(quantiles$share)
  found <- sapply(split(quantiles, seq_len(nrow(quantiles))), function(row) {
    base <- in_group(people, row$demographic_id, row$group_id) & !is.na(people[[row$value_column]])
    rows <- data.frame(value = people[[row$value_column]][base], weight = people$weight[base])
    coef(svyquantile(~value, design_of(rows, 0), row$share, qrule = "school", ci = FALSE))
  })
  write.csv(data.frame(quantile_id = quantiles$quantile_id, value = unname(found)), path("quantiles_r"), row.names = FALSE)
}

# Rao-Scott, second order
compare_tables <- function() {
  people <- read.csv(path("people"), check.names = FALSE, na.strings = "")
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
}

# raking to the end, and with bounds: clip to them, rake again, until all weights are inside or the cycles are used up
compare_raking <- function() {
  people <- read.csv(path("raked"), colClasses = "character")
  margins <- read.csv(path("margins"), colClasses = c("character", "character", "numeric"))
  bounds <- read.csv(path("bounds"))
  variables <- unique(margins$demographic_id)
  populations <- lapply(variables, function(variable) {
    rows <- margins[margins$demographic_id == variable, ]
    setNames(data.frame(rows$group_id, rows$universe_n), c(variable, "Freq"))
  })
  formulas <- lapply(variables, function(variable) as.formula(paste0("~", variable)))
  raked <- function(start) {
    design <- svydesign(ids = ~1, weights = start, data = people)
    done <- weights(rake(design, formulas, populations, control = list(maxit = 500, epsilon = 1e-14)))
    done / mean(done)
  }
  first <- raked(as.numeric(people$start_weight))
  outcome <- lapply(split(bounds, seq_len(nrow(bounds))), function(rule) {
    inside <- function(w) all(w >= rule$lower - rule$slack & w <= rule$upper + rule$slack)
    clipped <- function(w) pmin(pmax(w, rule$lower), rule$upper)
    weight <- first
    cycles <- 0
    while (!inside(weight) && cycles < rule$max_cycles) {
      weight <- raked(clipped(weight))
      cycles <- cycles + 1
    }
    is_met <- inside(weight)
    if (!is_met) weight <- clipped(weight) / mean(clipped(weight))
    data.frame(rule = rule$rule, weight = weight, cycles = cycles, is_met = is_met)
  })
  write.csv(do.call(rbind, outcome), path("raked_r"), row.names = FALSE)
}

# the R-indicator by a main-effects logit model on the cells of the crossing
compare_propensity <- function() {
  cells <- read.csv(path("cells"), colClasses = "character")
  people <- as.numeric(cells$universe_n)
  answered <- as.numeric(cells$respondents_n)
  factors <- setdiff(names(cells), c("universe_n", "respondents_n"))
  rows <- as.data.frame(lapply(cells[factors], factor))
  rows$people <- people
  rows$answered <- answered
  model <- reformulate(factors, response = quote(cbind(answered, people - answered)))
  fit <- suppressWarnings(glm(model, family = binomial, data = rows, control = list(epsilon = 1e-14, maxit = 200)))
  share <- people / sum(people)
  spread <- sqrt(sum(share * (fitted(fit) - sum(share * fitted(fit)))^2))
  write.csv(data.frame(s_rho = spread, r_indicator = 1 - 2 * spread), path("cells_r"), row.names = FALSE)
}

if (has("estimates")) compare_estimates()
if (has("quantiles")) compare_quantiles()
if (has("tables")) compare_tables()
if (has("raked")) compare_raking()
if (has("cells")) compare_propensity()
