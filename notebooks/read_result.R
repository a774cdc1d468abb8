# Reads a result of the Shanghai baseline in R: statistics, targets and the full cube.
#
#   Rscript notebooks/read_result.R build/quickstart/baseline.h5
#
# Needs the package ncdf4 (in Debian: r-cran-ncdf4). Dimensions run the other way than in the file, the innermost first
# (docs/result-format.md).

library(ncdf4)

file <- nc_open(commandArgs(trailingOnly = TRUE)[1])

# Returns a variable with the labels of its dimensions, those of length 1 (here the scenario) left out. Paths have no labels.
read_labelled <- function(name) {
  values <- ncvar_get(file, name, collapse_degen = FALSE)
  dimensions <- file$var[[name]]$dim
  labels <- lapply(dimensions, function(dimension) if (dimension$name == "path") NULL else as.character(dimension$vals))
  dimnames(values) <- setNames(labels, sapply(dimensions, function(dimension) dimension$name))
  drop(values)
}

# Statistics: the fan of integrated circuits.
quantiles <- read_labelled("summary/output_quantile") # [quantile, year, series]
cat("Integrated circuits,", ncatt_get(file, 0, "currency")$value, "\n")
print(round(t(quantiles[c("0.05", "0.5", "0.95"), , "integrated_circuits"]), 1))

# Targets, with their Monte Carlo errors.
targets <- data.frame(probability = read_labelled("summary/target_probability"), std_error = read_labelled("summary/target_probability_se"))
print(round(targets, 4))

# The cube: how likely is it that chips double by the last year while all industry grows at least 3% a year?
output <- read_labelled("output") # [path, year, series]
last <- tail(dimnames(output)$year, 1)
years <- as.numeric(last) - as.numeric(dimnames(output)$year[1])
doubled <- output[, last, "integrated_circuits"] >= 2 * output[, 1, "integrated_circuits"]
steady <- output[, last, "industry_total"] >= 1.03^years * output[, 1, "industry_total"]
cat(sprintf("chips double: %.4f\nindustry grows 3%% a year: %.4f\nboth: %.4f\n", mean(doubled), mean(steady), mean(doubled & steady)))

nc_close(file)
