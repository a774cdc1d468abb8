"""The page that `secondcurve report` writes of one result: what it shows and what a reader can change."""

import unittest

import h5py

from report_page import ReportPageTest

class ReportPage(ReportPageTest):
    """One result."""

    @classmethod
    def make_pages(cls):
        cls.program("run", "works.toml", "-o", "works.h5")
        cls.program("report", "works.h5", "-o", "works.html")
        cls.works = cls.folder / "works.html"

    def test_numbers_are_those_of_the_result_and_bands_pair_its_quantiles(self):
        figures = self.open(self.works, "lang=en&series=all_works")
        with h5py.File(self.folder / "works.h5") as file:
            summary = file["summary"]
            series = list(file["series"].asstr()[:]).index("all_works")
            levels = summary["output_quantile"][0, series, 3]
            growth = summary["growth_quantile"][0, series, 1, 1]
            probabilities = summary["target_probability"][0]

        row = figures["works-output-all_works"]["cells"][-1]
        self.assertEqual(row[:5], ["2028", *(f"{level:.0f}" for level in levels)])
        self.assertEqual(figures["works-growth-all_works"]["cells"][0][:2], ["2026", f"+{growth:.1%}"])
        self.assertEqual([cells[4] for cells in figures["works-targets"]["cells"]], [f"{p:.1%}" for p in probabilities])
        self.assertIn(f"All works in 2028: {levels[1]:.0f} bn CNY. In 85 of 100 simulated futures it lies between "
                      f"{levels[0]:.0f} and {levels[3]:.0f}.", self.text("#sc-headline"))

        bands = self.browser.run("return [bands_of([0.1, 0.5, 0.75, 0.95]), bands_of([0.5, 0.9]), bands_of([])]")
        self.assertEqual([(b["low"], b["high"]) for b in bands[0]], [(0, 3)])
        self.assertAlmostEqual(bands[0][0]["share"], 0.85)
        self.assertEqual(bands[1:], [[], []])

    def test_parts_that_share_a_sector_are_not_stacked(self):
        self.open(self.works)

        stacked = self.browser.run("return compositions(scenario_of(page.state)).map(({group, stacked}) => [group, stacked])")
        self.assertEqual(stacked, [["works", True], ["total", True], ["mixed", False]])

    def test_selectors_change_chart_numbers_and_text(self):
        before = self.open(self.works)
        after = self.choose("sc-series", "ships")

        self.assertIn("works-output-cars", list(before))
        self.assertNotIn("works-output-cars", list(after))
        old, new = before["works-output-cars"], after["works-output-ships"]
        for part in ("inner", "text", "cells", "title"):
            self.assertFalse(old[part] == new[part], part)
        self.assertIn("ships", new["text"])

        year = self.choose("sc-year", "2026")
        self.assertIn("works-average-growth-factories-2026", list(year))
        self.assertFalse(year["works-average-growth-factories-2026"]["inner"] == after["works-average-growth-factories-2028"]["inner"])
        self.assertIn("2025 to 2026", year["works-average-growth-factories-2026"]["text"])

    def test_speaks_chinese_with_a_word_for_each_of_english(self):
        english = self.open(self.works, "lang=en&series=all_works")
        chinese = self.choose("sc-language", "zh")

        self.assertEqual(self.browser.run("return document.documentElement.lang"), "zh-CN")
        self.assertEqual(self.browser.driver.title, "工厂与船坞")
        self.assertIn("全部工厂", chinese["works-output-all_works"]["title"])
        self.assertRegex(chinese["works-output-all_works"]["text"], "扇形图.*中位数")
        self.assertFalse(english["works-output-all_works"]["inner"] == chinese["works-output-all_works"]["inner"])
        self.assertNotRegex(self.text("#sc-contents"), "[A-Za-z]{3}")
        self.assertNotRegex(self.text("#sc-bar label"), "[A-Za-z]{3}")

        wrong = self.browser.run(r"""
          const places = (text) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort().join();
          return Object.entries(words).filter(([, two]) => two.length !== 2 || !two[0] || !two[1]
            || places(two[0]) !== places(two[1])).map(([key]) => key);""")
        self.assertEqual(wrong, [])


    def test_light_and_dark(self):
        dark = self.open(self.works, "lang=en&theme=dark")
        colours = "return [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
        in_dark = self.browser.run(colours)
        light = self.choose("sc-theme", "light")
        in_light = self.browser.run(colours)

        self.assertNotEqual(in_dark, in_light)
        self.assertIn("#e8ecf1", dark["works-targets"]["inner"])
        self.assertNotIn("#e8ecf1", light["works-targets"]["inner"])
        self.assertIn("#1c2430", light["works-targets"]["inner"])

    def test_assumptions_can_be_searched(self):
        self.open(self.works)
        self.browser.run("const f = document.getElementById('sc-find'); f.value = 'cars volatility';"
                         "f.dispatchEvent(new Event('input'));")

        shown = self.browser.run("return [...document.querySelectorAll('#sc-assumptions tbody tr')]"
                                 ".filter((row) => row.offsetHeight > 0).map((row) => row.innerText)")
        self.assertEqual(len(shown), 1)
        self.assertIn("0.08", shown[0])

    def test_texts_of_a_config_stay_texts(self):
        figures = self.open(self.works, "lang=en&series=cars")

        self.assertEqual(self.browser.run("return [typeof window.hostile, document.images.length, document.scripts.length,"
                                          "document.querySelectorAll('main b, main i').length]"), ["undefined", 0, 3, 0])
        self.assertEqual(self.text("h1"), "Works <b>&amp; yards</b>")
        self.assertIn("</script><script>window.hostile = 1</script>", self.text("header"))
        self.assertIn("F-1. <b>cars</b>", self.text("#sc-sources"))
        self.assertIn("{b} factories @SCRIPT@ ${window.hostile = 3}", self.text("#sc-accounts"))
        self.assertIn("<img src=x onerror='window.hostile = 5'> {c} cars", figures["works-fan-cars"]["title"])
        self.assertIn("&lt;img src=x", figures["works-average-growth-factories-2028"]["inner"])

        tip = self.browser.run("""
          const figure = [...figures].find(({id}) => id === 'works-composition-all_works-works');
          figure.drawn.dispatchAction({type: 'showTip', seriesIndex: 0, dataIndex: 1});
          return document.querySelector('.sc-tip').innerText;""")

        self.assertIn("2026", tip)
        self.assertIn("<img src=x onerror='window.hostile = 5'> {c} cars", tip)
        self.assertEqual(self.browser.run("return [typeof window.hostile, document.images.length]"), ["undefined", 0])

    def test_chinese_levels_are_in_hundred_millions_everywhere(self):
        english = self.open(self.works, "lang=en&series=cars")
        chinese = self.choose("sc-language", "zh")
        number = lambda text: float(text.replace(",", "").replace("+", "").replace("−", "-"))

        for figure, factor in (("works-output-cars", 10), ("works-fan-all_works", 10), ("works-change-by-cause-cars", 10),
                               ("works-fan-jobs", 0.1), ("works-programmes", 10)):
            before, after = (number(each[figure]["cells"][-1][-1]) for each in (english, chinese))
            self.assertAlmostEqual(after / before / factor, 1, delta=0.02, msg=figure)
            self.assertNotIn("十亿", chinese[figure]["text"])
        published = [[row[1] for row in each["works-output-cars"]["cells"][:2]] for each in (english, chinese)]
        self.assertEqual(published, [["90.0", "95.0"], ["900", "950"]])
        ticks = self.browser.run("""
          const figure = [...figures].find(({id}) => id === 'works-output-cars');
          const axis = echarts.getInstanceByDom(figure.box).getModel().getComponent('yAxis').axis;
          return axis.getViewLabels().map(({formattedLabel}) => formattedLabel);""")
        self.assertGreater(max(map(number, ticks)), 1000)

        cells = chinese["works-targets"]["cells"][0]
        self.assertEqual(cells[2], "不低于1,200 亿元")
        self.assertRegex(cells[-1], "^[0-9.]+ 亿元$")
        self.assertIn("亿元", self.text("#sc-headline"))
        self.assertIn("就业", self.text("#sc-fans"))
        self.assertIn("万人", self.text("#sc-fans"))
        page = self.browser.run("return document.body.textContent.replace(document.getElementById('data').textContent, '')")
        self.assertNotIn("十亿元", self.browser.run("return document.getElementById('sc-main').innerText"))
        self.assertIn("bn CNY（3,000亿元）", page)  # a setting stays as the config has it

    def test_chinese_pages_say_which_texts_are_as_they_were_written(self):
        self.open(self.works, "lang=en")
        self.assertFalse(self.browser.run("return Boolean(document.getElementById('sc-as-written'))"))

        self.choose("sc-language", "zh")
        self.assertIn("均按原文显示", self.text("#sc-as-written"))

    def test_sources_name_their_documents(self):
        self.open(self.works)
        items = self.browser.run("""
          return [...document.querySelectorAll('.sc-sources li')].map((li) =>
            [li.innerText.replace('↩', '').trim(), [...li.querySelectorAll('a[target]')].map((a) => a.getAttribute('href'))]);""")

        self.assertEqual(items, [
            ["F-1. <b>cars</b>: 100. Yearbook <i>2025</i>, Bureau of Statistics, 2025-09 https://example.org/yearbook",
             ["https://example.org/yearbook"]],
            ["F-2. ships: 300. A page, https://example.org/ships; javascript:window.hostile=6", ["https://example.org/ships"]]])

    def test_published_values_at_other_prices_say_so_on_every_chart(self):
        figures = self.open(self.works, "lang=en&series=cars")

        for figure in ("works-fan-cars", "works-output-cars"):
            subtitle = self.text(f'[data-figure="{figure}"] .sc-subtitle')
            self.assertEqual(subtitle, "bn CNY, at prices of 2025; published values: at current prices")
            self.assertIn("Published, at current prices", figures[figure]["text"])
        self.assertEqual(self.text('[data-figure="works-fan-ships"] .sc-subtitle'), "bn CNY, at prices of 2025")

    def test_two_totals_have_marks_of_their_own(self):
        self.open(self.works)
        marks = self.browser.run("""
          const scenario = scenario_of(page.state);
          const chart = compositions(scenario).find(({group}) => group === 'total');
          return share_pieces({...chart, stacked: false}).map((line) => line_series(line, look_of(600)))
            .map(({symbol, lineStyle, itemStyle}) => [symbol, lineStyle.type, itemStyle.color]);""")

        self.assertEqual([mark[:2] for mark in marks], [["circle", "solid"], ["diamond", "dashed"]])
        self.assertEqual(marks[0][2], marks[1][2])

    def test_when_goals_are_first_met_is_told_apart_from_their_probability(self):
        self.open(self.works)
        with h5py.File(self.folder / "works.h5") as file:
            first = file["summary/target_first_reached"][0, 0]
        rows = self.rows("#sc-targets > .sc-table-box")

        self.assertEqual(rows[0][0], "Cars reach 120 <script>")
        self.assertEqual(rows[0][1:], [f"{share:.1%}" for share in [*first, 1 - sum(first)]])
        self.assertIn("for the first time", self.text("#sc-targets"))

    def test_a_section_that_comes_back_stands_where_it_stood(self):
        self.open(self.works, "lang=en&year=2028")
        order = "return [...document.querySelectorAll('.sc-section')].map(({id}) => id)"
        self.browser.run("""
          const scenario = scenario_of(page.state);
          scenario.variance = {series: ['ships'], parameter_share: [[null, 0.1, 0.2, 0.3]]};
          build_sections(['year']);""")
        before = self.browser.run(order)
        place = before.index("sc-variance")
        self.assertEqual(before[place - 1:place + 2], ["sc-programmes", "sc-variance", "sc-accounts"])

        self.choose("sc-year", "2025")
        self.assertEqual(self.browser.run(order), before[:place] + before[place + 1:])
        self.assertNotIn("What is not known", self.text("#sc-contents"))

        self.choose("sc-year", "2027")
        self.assertEqual(self.browser.run(order), before)


if __name__ == "__main__":
    unittest.main()
