% Reads a result of the Shanghai baseline in Octave: statistics, targets and the full cube.
%
%   octave-cli notebooks/read_result.m build/quickstart/baseline.h5
%
% Needs the package netcdf (in Debian: octave-netcdf). Dimensions run the other way than in the file, the innermost first.
% Octave's ncread cannot read texts; their attribute "labels" holds them, a line each (docs/result-format.md).
% Octave 7 ends with "ignoring const execution_exception" where this package is loaded; that is nothing to worry about.
1;

pkg load netcdf

function found = labels(file, name)
  % The texts of a variable, as a cell array.
  found = strsplit(ncreadatt(file, name, "labels"), "\n");
end

function place = at(names, name)
  % The place of a label; an error where there is none.
  place = find(strcmp(names, name));
  if isempty(place)
    error("no label %s", name);
  end
end

file = argv(){end};
series = labels(file, "series");
year = ncread(file, "year");
chips = at(series, "integrated_circuits");
industry = at(series, "industry_total");

% Statistics: the fan of integrated circuits.
quantile = ncread(file, "quantile");
quantiles = ncread(file, "/summary/output_quantile");  % [quantile, year, series]
[~, shown] = ismember([0.05 0.5 0.95], quantile);
printf("Integrated circuits, %s\nyear      5%%    50%%    95%%\n", ncreadatt(file, "/", "currency"));
for t = 1:numel(year)
  printf("%d  %6.1f %6.1f %6.1f\n", year(t), quantiles(shown, t, chips));
end

% Targets, with their Monte Carlo errors.
names = labels(file, "target");
probability = ncread(file, "/summary/target_probability");
std_error = ncread(file, "/summary/target_probability_se");
for k = 1:numel(names)
  printf("%-36s %.4f %.4f\n", names{k}, probability(k), std_error(k));
end

% The cube: how likely is it that chips double by the last year while all industry grows at least 3% a year?
output = double(ncread(file, "output"));  % [path, year, series]
doubled = output(:, end, chips) >= 2 * output(:, 1, chips);
steady = output(:, end, industry) >= 1.03 ^ double(year(end) - year(1)) * output(:, 1, industry);
printf("chips double: %.4f\nindustry grows 3%% a year: %.4f\nboth: %.4f\n", mean(doubled), mean(steady), mean(doubled & steady));
