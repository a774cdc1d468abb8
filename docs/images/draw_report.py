"""Takes the picture of a report that the README shows: the top of the page.

    PYTHONPATH=tests/support /usr/bin/python3 docs/images/draw_report.py baseline.html docs/images/report.png
"""

import sys
from pathlib import Path

from browser import Browser


def main(report, picture):
    browser = Browser()
    browser.open(Path(report), "lang=en&theme=light&series=integrated_circuits")
    # Down to the end of the first two charts.
    height = browser.run("return document.querySelector('.sc-two .sc-tools').getBoundingClientRect().top + scrollY")
    browser.screenshot(Path(picture), height)
    browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
