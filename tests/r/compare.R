# The reference for the marts: R's survey package on the same respondents.
#
# Reads the names of folders from its input, one a line: of each the CSV files that Python has written there, and writes
# what R makes of them beside them. Each section runs where its input is there. Every design is built on the rows of its base, with the
# sampling fraction as fpc, which is how a share is defined here (its own n/(n-1), its own f).

suppressMessages(library(survey))
options(digits = 17, survey.lonely.psu = "adjust")
folder <- ""
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

effective_n <- function(weight) sum(weight)^2 / sum(weight^2)

# Wilson's interval, which R gives as that of the test without a continuity correction
interval <- function(p, n) suppressWarnings(prop.test(p * n, n, correct = FALSE))$conf.int

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
    weight <- people$weight[base]
    means <- svymean(reformulate(names(values)), design_of(cbind(values, weight = weight), rows$f[1]))
    at <- match(rows$value_column, columns)
    ends <- sapply(seq_along(at), function(i) {
      if (rows$kind[i] == "mean") return(c(NA, NA))
      p <- min(max(sum(weight * values[[at[i]]]) / sum(weight) / 100, 0), 1)
      interval(p, effective_n(weight) / (1 - rows$f[1]))
    })
    data.frame(estimate_id = rows$estimate_id, value = unname(coef(means))[at], se = unname(SE(means))[at],
      ci_low_pct = 100 * ends[1, ], ci_high_pct = 100 * ends[2, ])
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

# a group against everyone else: of shares by R's tests of proportions and of counts, of means by Welch's test
compare_comparisons <- function() {
  people <- read.csv(path("people"), check.names = FALSE, na.strings = "")
  asked <- read.csv(path("comparisons"), colClasses = "character")
  found <- lapply(split(asked, seq_len(nrow(asked))), function(row) {
    x <- people[[row$value_column]]
    inside <- in_group(people, row$demographic_id, row$group_id)
    sides <- lapply(list(inside & !is.na(x), !inside & !is.na(x)), function(rows) list(x = x[rows], w = people$weight[rows]))
    f <- as.numeric(c(row$f, row$rest_f))
    test <- if (row$test_method == "welch") compare_means(sides, f) else compare_shares(sides, f, row$test_method)
    data.frame(comparison_id = row$comparison_id, statistic = test[1], df = test[2], p_value = test[3])
  })
  found <- do.call(rbind, found)
  found$q_value <- ave(found$p_value, asked$family, FUN = function(p) p.adjust(p, "BH"))
  write.csv(found, path("comparisons_r"), row.names = FALSE)
}

compare_shares <- function(sides, f, method) {
  if (method == "fisher") {
    counts <- sapply(sides, function(side) c(sum(side$x == 100), sum(side$x == 0)))
    return(c(NA, NA, fisher.test(counts)$p.value))
  }
  n <- sapply(sides, function(side) effective_n(side$w))
  p <- sapply(sides, function(side) sum(side$w * side$x) / sum(side$w)) / 100
  if (all(f == 0)) {
    test <- suppressWarnings(prop.test(p * n, n, correct = FALSE))
    return(c(sign(p[1] - p[2]) * sqrt(unname(test$statistic)), NA, test$p.value))
  }
  pooled <- sum(n * p) / sum(n)
  z <- (p[1] - p[2]) / sqrt(pooled * (1 - pooled) * sum((1 - f) / n))
  c(z, NA, 2 * pnorm(-abs(z)))
}

compare_means <- function(sides, f) {
  if (all(f == 0) && all(sapply(sides, function(side) all(side$w == 1)))) {
    test <- t.test(sides[[1]]$x, sides[[2]]$x)
    return(c(unname(test$statistic), unname(test$parameter), test$p.value))
  }
  n <- sapply(sides, function(side) effective_n(side$w))
  of <- lapply(sides, function(side) cov.wt(cbind(side$x), side$w / sum(side$w), method = "unbiased"))
  v <- sapply(of, function(moments) moments$cov[1, 1]) * (1 - f) / n
  t <- (of[[1]]$center - of[[2]]$center) / sqrt(sum(v))
  df <- sum(v)^2 / sum(v^2 / (n - 1))
  c(t, df, 2 * pt(-abs(t), df))
}

# Cronbach's alpha of the persons with all items
compare_alphas <- function() {
  people <- read.csv(path("people"), check.names = FALSE, na.strings = "")
  alphas <- read.csv(path("alphas"), colClasses = "character")
  found <- sapply(split(alphas, seq_len(nrow(alphas))), function(row) {
    items <- people[grep(paste0("^", row$question_id, "__item[0-9]+$"), names(people))]
    whole <- in_group(people, row$demographic_id, row$group_id) & complete.cases(items)
    rows <- items[whole, ]
    formula <- reformulate(names(rows))
    unname(svycralpha(formula, design_of(cbind(rows, weight = people$weight[whole]), 0)))
  })
  write.csv(data.frame(alpha_id = alphas$alpha_id, alpha = unname(found)), path("alphas_r"), row.names = FALSE)
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
  # a row is a cell of k respondents with one weight each
  k <- as.numeric(people$respondents_n)
  scaled <- function(w) w * sum(k) / sum(k * w)
  raked <- function(start) {
    design <- svydesign(ids = ~1, weights = start * k, data = people)
    scaled(weights(rake(design, formulas, populations, control = list(maxit = 500, epsilon = 1e-14))) / k)
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
    if (!is_met) weight <- scaled(clipped(weight))
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

input <- file("stdin", "r")
while (length(line <- readLines(input, n = 1)) == 1) {
  folder <- line
  if (has("estimates")) compare_estimates()
  if (has("quantiles")) compare_quantiles()
  if (has("tables")) compare_tables()
  if (has("comparisons")) compare_comparisons()
  if (has("alphas")) compare_alphas()
  if (has("raked")) compare_raking()
  if (has("cells")) compare_propensity()
  cat("done\n")
  flush(stdout())
}
