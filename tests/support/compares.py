"""What the tests of `secondcurve compare` share: a small scenario whose settings can be changed."""

import json

from program import ProgramTest

SMALL = """
[scenario]
title = "{title}"
[simulation]
base_year = 2025
end_year = {end}
paths = {paths}
seed = {seed}
{simulation}
[account]
prices = "constant 2025"
[accounts.output]
title = "Output"
definition = "Gross output of invented industries."
[sectors.chips]
title = "Chips"
account = "output"
base = {{ value = 225, sd = 15 }}
growth = {{ model = "geometric_brownian", median_growth = {{ normal = [{growth}, 0.02] }}, volatility = 0.1 }}
[sectors.cars]
title = "Cars"
account = "output"
base = 700
growth = {{ model = "geometric_brownian", drift = 0.02, volatility = 0.07 }}
[series.chips]
title = "Chips"
account = "output"
part_of = "all"
sum = {{ chips = 1 }}
[series.all]
title = "All"
account = "output"
sum = {{ chips = 1, cars = {weight} }}
{more}
"""


class CompareTest(ProgramTest):
    def config(self, name, **settings):
        given = {"title": name, "end": 2030, "paths": 2000, "seed": 1, "simulation": "", "growth": 0.06, "weight": 1,
                 "more": ""} | settings
        return self.write(f"{name}.toml", SMALL.format(**given))

    def compare(self, *arguments, **options):
        return json.loads(self.run_program("compare", *arguments, "--json", **options).stdout)
