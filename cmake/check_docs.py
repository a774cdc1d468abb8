#!/usr/bin/env python3
"""Builds the documentation as a site and checks that all that its pages, the notebooks and the README point to is there.

    cmake/check_docs.py [--site DIR]

Builds into a folder of its own, or into DIR (what mkdocs.yml names is build/site). Checks in the site that every link
leads to a file and every #anchor to a place in it, that every page of docs/ is in the menu, and that no script, picture,
frame, font or style sheet that a page or a style sheet names is elsewhere; in README.md, CHANGELOG.md, bench/README.md and the notebooks, the links; in all of them, that paths of the repository in
`backquotes` exist. Prints one line per breach; exit status 1 if there is any. Needs MkDocs (cmake/packages/docs.txt).
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parents[1]
LINK = re.compile(r"\]\(([^)\s]+)\)")
PATH = re.compile(r"`((?:bench|cluster|cmake|configs|docs|engine|models|notebooks|tests)/[\w./-]*\w)`")
LOADED = ("src", "srcset", "poster", "data", "background")  # attributes of what a browser fetches by itself
IN_STYLE = re.compile(r"""@import\s+["']([^"']+)["']|url\(\s*["']?([^"')]+?)["']?\s*\)""")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def loads_of_style(style: str):
    """What a style sheet loads: by @import and by url(); what it holds itself, and names of places in the page, left out."""
    found = [one or other for one, other in IN_STYLE.findall(COMMENT.sub("", style))]
    return [link for link in found if not link.startswith(("data:", "#"))]


class Page(HTMLParser):
    """The anchors of a page, what it links to, and what it loads."""

    def __init__(self, text):
        super().__init__()
        self.anchors, self.links, self.loads = {""}, [], []
        self._in_style = False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.anchors |= {given[key] for key in ("id", "name") if given.get(key)}
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        elif tag == "link" and given.get("rel") in ("stylesheet", "icon", "shortcut icon"):
            self.loads.append(given.get("href", ""))
        for key in LOADED:
            value = given.get(key) or ""
            links = [part.split()[0] for part in value.split(",") if part.strip()] if key == "srcset" else [value]
            if "data:" not in value:  # what stands in the page itself
                self.loads += [link for link in links if link]
        self.loads += loads_of_style(given.get("style") or "")
        self._in_style = tag == "style"

    def handle_endtag(self, tag):
        self._in_style = self._in_style and tag != "style"

    def handle_data(self, data):
        if self._in_style:
            self.loads += loads_of_style(data)


def build(site: Path) -> str:
    """Builds the site; returns what MkDocs complains of."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--config-file", ROOT / "mkdocs.yml", "--site-dir", site]
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def target_of(base: Path, link: str):
    """The file and the anchor that a link of a file in `base` leads to; None where it leads elsewhere."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    return Path(os.path.normpath(base / unquote(parts.path))) if parts.path else None, unquote(parts.fragment)


def check_site(site: Path):
    pages = {path: Page(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html")) if path.name != "404.html"}
    sheets = {path: loads_of_style(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.css"))}
    for path, loads in [*((path, page.loads) for path, page in pages.items()), *sheets.items()]:
        where = path.relative_to(site)
        for link in loads:
            if (found := target_of(path.parent, link)) is None:
                yield f"{where}: loads {link} from elsewhere"
            elif not found[0].exists():
                yield f"{where}: loads {link}, which is not in the site"
    for path, page in pages.items():
        where = path.relative_to(site)
        for link in page.links:
            if (found := target_of(path.parent, link)) is None:
                continue
            file, anchor = found[0] or path, found[1]
            if not file.is_file():
                yield f"{where}: links to {link}, which is not in the site"
            elif file in pages and anchor not in pages[file].anchors:
                yield f"{where}: links to {link}: that page has no #{anchor}"


def check_menu(site: Path):
    """Every page is in the menu, which the first page shows, and in the README.md of its folder where there is one."""
    start = site / "index.html"
    listed = {found[0] for link in Page(start.read_text(encoding="utf-8")).links if (found := target_of(site, link)) and found[0]}
    for page in sorted((ROOT / "docs").rglob("*.md")):
        built = site / page.relative_to(ROOT / "docs").with_suffix(".html")
        if built.name == "README.html":
            built = built.with_name("index.html")
        if built != start and built not in listed:
            yield f"{page.relative_to(ROOT)}: is not in the menu of mkdocs.yml"
        folder_list = page.with_name("README.md")
        if folder_list.exists() and page != folder_list and f"]({page.name})" not in folder_list.read_text(encoding="utf-8"):
            yield f"{page.relative_to(ROOT)}: is not in the list of {folder_list.relative_to(ROOT)}"


def texts():
    """Markdown outside the site: the file and its text."""
    for name in ("README.md", "CHANGELOG.md", "bench/README.md"):
        yield ROOT / name, (ROOT / name).read_text(encoding="utf-8")
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        yield path, "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def check_texts(site: Path):
    for path, text in texts():
        for link in LINK.findall(text):
            if (found := target_of(path.parent, link)) is None or found[0] is None:
                continue
            file, anchor = found
            if not file.exists():
                yield f"{path.relative_to(ROOT)}: links to {link}, which is not there"
            elif anchor and file.suffix == ".md" and file.is_relative_to(ROOT / "docs"):
                built = site / file.relative_to(ROOT / "docs").with_suffix(".html")
                if anchor not in Page(built.read_text(encoding="utf-8")).anchors:
                    yield f"{path.relative_to(ROOT)}: links to {link}: that page has no #{anchor}"


def check_paths():
    pages = [(page, page.read_text(encoding="utf-8")) for page in sorted((ROOT / "docs").rglob("*.md"))]
    for path, text in [*pages, *texts()]:
        for name in sorted(set(PATH.findall(text))):
            if not (ROOT / name).exists():
                yield f"{path.relative_to(ROOT)}: names `{name}`, which is not there"


def check(site: Path) -> list[str]:
    if complaint := build(site):
        return [f"mkdocs: {complaint.strip()}"]
    return [*check_site(site), *check_menu(site), *check_texts(site), *check_paths()]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--site", type=Path, help="folder to build into, and to keep")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = (given.site or Path(folder)).resolve()
        breaches = check(site)
        n_pages = len(list(site.rglob("*.html")))
    for breach in breaches:
        print(breach)
    print(f"docs: {n_pages} pages, {len(breaches)} breaches")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
