"""What MkDocs is told while it builds the documentation (mkdocs.yml): folders in the menu, links to files of the repository
outside docs/, and equations as pictures, so that no page loads anything from elsewhere."""

import html
import io
import os
import re
import shutil
from pathlib import Path

import matplotlib.figure
from mkdocs.structure.files import File

ROOT = Path(__file__).resolve().parents[1]
LINK = re.compile(r"(?<!!)\[(?P<text>[^\]]*)\]\((?P<target>[^)\s#:]+)(?P<anchor>#[^)\s]*)?\)")
EQUATION = re.compile(r"^\$\$\n(.*?)\n\$\$$", re.DOTALL | re.MULTILINE)


def title_of(page):
    """The heading of a page."""
    return re.search(r"^# (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)[1]


def pages_of(docs, folder):
    """Menu entries of a folder, its README.md first."""
    pages = sorted((docs / folder).glob("*.md"), key=lambda page: (page.name != "README.md", page.name))
    return [{title_of(page).removeprefix("secondcurve "): page.relative_to(docs).as_posix()} for page in pages]


def with_folders(docs, entries):
    """The menu with every entry that names a folder replaced by the folder's pages."""
    def expanded(value):
        if isinstance(value, list):
            return with_folders(docs, value)
        return pages_of(docs, value) if value.endswith("/") else value

    return [{title: expanded(value)} for entry in entries for title, value in entry.items()]


def on_config(config):
    config["nav"] = with_folders(Path(config["docs_dir"]), config["nav"])
    return config


def outside(page, target):
    """The path, relative to the repository, of a file outside docs/ that a page of docs/ links to; None for another target."""
    path = Path(os.path.normpath(Path("docs") / Path(page).parent / target))
    return path if path.parts[0] not in ("docs", "..") else None


def on_files(files, config):
    """Leaves programs out, and takes in every file outside docs/ that a page links to, under its path in the repository."""
    for file in [file for file in files if file.src_uri.endswith(".py")]:
        files.remove(file)
    linked = {path for page in files.documentation_pages()
              for match in LINK.finditer(Path(page.abs_src_path).read_text(encoding="utf-8"))
              if (path := outside(page.src_uri, match["target"])) and (ROOT / path).is_file() and path.suffix != ".md"}
    for path in sorted(linked):
        files.append(File(path.as_posix(), str(ROOT), config["site_dir"], config["use_directory_urls"]))
    return files


def to_site(page, match):
    """A link as the site needs it. Folders of the repository and its other pages are not in the site: only their text stays."""
    path = outside(page, match["target"])
    if path is None:
        return match[0]
    if not (ROOT / path).exists():
        raise FileNotFoundError(f"docs/{page}: link to {match['target']}: there is no {path}")
    if (ROOT / path).is_dir() or path.suffix == ".md":
        return match["text"]
    relative = os.path.relpath(path, Path(page).parent)
    return f"[{match['text']}]({relative})"


def picture(latex):
    """An equation as SVG, by matplotlib, with its source as alternative text."""
    text = " ".join(latex.split()).replace(r"\text{", r"\mathrm{")
    figure = matplotlib.figure.Figure(figsize=(0.01, 0.01))
    figure.text(0, 0, f"${text}$", fontsize=14, math_fontfamily="cm")
    buffer = io.StringIO()
    with matplotlib.rc_context({"svg.hashsalt": "secondcurve"}):
        figure.savefig(buffer, format="svg", bbox_inches="tight", transparent=True, metadata={"Date": None})
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg"):].replace("<svg", f'<svg role="img" aria-label="{html.escape(latex)}"', 1)
    return f'<div class="equation">{"".join(svg.splitlines())}</div>'


def on_page_markdown(markdown, page, config, files):
    markdown = EQUATION.sub(lambda match: picture(match[1]), markdown)
    return LINK.sub(lambda match: to_site(page.file.src_uri, match), markdown)


def on_post_build(config):
    """Puts two scripts where the pages of the theme look for them: Debian 12 ships one under another name, one not at all."""
    scripts = Path(config["site_dir"]) / "js"
    jquery, extra = scripts / "jquery-3.6.0.min.js", scripts / "theme_extra.js"
    if not jquery.exists():
        shutil.copy(scripts / "jquery-2.1.1.min.js", jquery)
    if not extra.exists():
        extra.write_text("$('.rst-content table').addClass('docutils');\n", encoding="utf-8")
