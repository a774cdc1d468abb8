# The reference job in R, vectorised over paths. What a job and a report are: job.py.
numbers <- scan(commandArgs(TRUE)[1], quiet = TRUE)
position <- 5
take <- function(n) {
  position <<- position + n
  numbers[(position - n + 1):position]
}
n_paths <- numbers[1]; n_sectors <- numbers[2]; n_years <- numbers[3]; n_probabilities <- numbers[4]
base <- take(n_sectors); mean <- take(n_sectors); sd <- take(n_sectors)
correlation <- matrix(take(n_sectors^2), n_sectors)
probabilities <- take(n_probabilities)
factor <- chol(correlation) %*% diag(sd, n_sectors)
set.seed(numbers[5])

start <- proc.time()[["elapsed"]]
state <- matrix(log(base), n_paths, n_sectors, byrow = TRUE)
quantiles <- array(0, c(n_probabilities, n_years, n_sectors))
for (year in seq_len(n_years)) {
  state <- state + rep(mean, each = n_paths) + matrix(rnorm(n_paths * n_sectors), n_paths) %*% factor
  quantiles[, year, ] <- apply(exp(state), 2, quantile, probs = probabilities, names = FALSE)
}
seconds <- proc.time()[["elapsed"]] - start

list_text <- function(texts) paste0("[", paste(texts, collapse = ", "), "]")
quantiles_text <- list_text(apply(quantiles, 3, function(years)
  list_text(apply(years, 2, function(x) list_text(sprintf("%.17g", x))))))
status <- tryCatch(readLines("/proc/self/status"), error = function(e) character())
peak <- as.numeric(gsub("[^0-9]", "", grep("^VmHWM:", status, value = TRUE))) * 1024
cat(sprintf('{"seconds": %.6f, "peak_bytes": %.0f, "version": "R %s", "quantiles": %s}\n', seconds,
            if (length(peak)) peak else 0, getRversion(), quantiles_text))
