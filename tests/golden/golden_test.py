"""The numbers of the golden cases have not moved: exactly where the machine has FMA, to 1e-12 elsewhere.

A number that is a small difference of large ones (a skewness, a standard deviation of a level that is
certain) is held to 1e-12 of the size that it is computed from there.
"""

import unittest

import golden

TOLERANCE = 1e-12
MODEL_PAGES = golden.FOLDER.parents[1] / "docs/models"  # one for each model, written by the program


def near(value, expected, statistic):
    """Tells whether a number is the expected one up to the rounding of a machine without FMA."""
    size = max(abs(expected), 1.0) if statistic in ("skewness", "sd") or statistic.startswith("noise") else abs(expected)
    allowed = TOLERANCE * size * (1e3 if statistic == "skewness" else 1.0)
    return abs(value - expected) <= allowed


class Golden(unittest.TestCase):
    maxDiff = None

    def test_numbers_have_not_moved(self):
        exact = golden.has_fma()
        for config in golden.CASES:
            with self.subTest(config.stem):
                expected, now = golden.read_expected(config), golden.rows(config)

                self.assertEqual([row[:-1] for row in now], [row[:-1] for row in expected])
                moved = [f"{', '.join(old[:-1])}: {old[-1]} is now {new[-1]}" for old, new in zip(expected, now)
                         if (old != new if exact else not near(float(new[-1]), float(old[-1]), old[3]))]
                self.assertEqual(moved, [], "after a change on purpose: tests/golden/regenerate")

    def test_cases_are_small_and_cover_every_growth_model(self):
        text = "".join(config.read_text(encoding="utf-8") for config in golden.CASES)

        pages = [page.stem for page in MODEL_PAGES.glob("*.md") if page.stem != "README"]
        self.assertGreater(len(pages), 3)
        for model in pages:
            self.assertIn(f'model = "{model}"', text)
        for config in golden.CASES:
            self.assertLess(golden.expected_file(config).stat().st_size, 100_000)

    def test_last_digit_that_moved_would_be_noticed(self):
        self.assertFalse(near(1.0 + 3e-12, 1.0, "mean"))
        self.assertTrue(near(1.0 + 5e-13, 1.0, "mean"))


if __name__ == "__main__":
    unittest.main()
