"""The user guide and the pages of commands say what the program says and print what it prints.

    pages_test.py --rewrite    writes what is generated in them; read what it wrote

Three things in a page are generated or tried:

- between `<!-- help -->` and `<!-- end of help -->`: usage, description and options of the command that the page is called after,
  from `secondcurve NAME --help`; in docs/commands/README.md the list of commands;
- a block ```console: each line that begins with "$ " is run by bash on a terminal, in a folder that holds `configs` and what the page
  has made before, and what follows it is what it prints, errors last. Times, sizes and speeds differ from run to run or with the
  machine and are not compared, nor are digits after the sixth;
- a block ```toml after `<!-- file: NAME -->` is written to a file of that name.

A command without a page fails; --rewrite begins one, and the menu of the site takes it in.
"""

import os
import pty
import re
import subprocess
import sys
import tempfile
import termios
import unittest
from contextlib import suppress
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ["SECONDCURVE_PROGRAM"]).resolve()
COMMANDS = SOURCE / "docs/commands"
LIST = COMMANDS / "README.md"
GUIDE = SOURCE / "docs/user-guide.md"

HELP = re.compile(r"(<!-- help -->\n).*?(<!-- end of help -->)", re.DOTALL)
BLOCK = re.compile(r"^```console\n(?P<console>.*?)^```$|^<!-- file: (?P<name>\S+) -->\n+```toml\n(?P<toml>.*?)^```$", re.DOTALL | re.MULTILINE)
VARIES = re.compile(r"\d[\d.,]*(?= (?:s|ms|min|h|KB|MB|GB|million path-steps/s|at once)\b)|(?<=\.\d{6})\d+")
NEW_PAGE = "# secondcurve {0}\n\n<!-- help -->\n<!-- end of help -->\n\n## Example\n\n```console\n$ secondcurve {0} --help\n```\n"


def printed(*arguments):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, check=True).stdout


def commands():
    """Name and purpose of every command, in the order of `secondcurve --help`."""
    return re.findall(r"^  ([a-z]+)  +(.*)$", printed("--help"), re.MULTILINE)


def options(help_text):
    """Returns (option, description) from the table that Boost.Program_options prints."""
    lines = help_text.split("\nOptions:\n")[1].splitlines()
    column = next(line.index("this page") for line in lines if "--help" in line)
    rows = []
    for line in lines:
        if line[:column].strip():
            rows.append([line[:column].strip(), line[column:].strip()])
        elif line.strip():
            rows[-1][1] += " " + line.strip()
    return [(re.sub(r"^(-\w) \[ (--[\w-]+) \]", r"\1, \2", option), text) for option, text in rows]


def in_a_cell(text):
    return text.replace("|", "\\|").replace("<", "&lt;")


def help_of(command):
    """Usage, description and options of a command as Markdown."""
    text = printed(command, "--help")
    usage, description = text.split("\nOptions:\n")[0].split("\n\n", 1)
    usage = usage.removeprefix("Usage: ").replace(", or ", f"\nsecondcurve {command} ")
    rows = "".join(f"| `{option}` | {in_a_cell(meaning)} |\n" for option, meaning in options(text))
    return f"```\n{usage}\n```\n\n{in_a_cell(description.strip())}\n\n| option | |\n|---|---|\n{rows}"


def list_of_commands():
    return "| command | |\n|---|---|\n" + "".join(f"| [{name}]({name}.md) | {in_a_cell(purpose)} |\n" for name, purpose in commands())


def with_help(path, text):
    """The text of a page with what is generated in it as it should be."""
    generated = list_of_commands() if path == LIST else help_of(path.stem)
    assert HELP.search(text), f"{path.name} has no <!-- help --> ... <!-- end of help -->"
    return HELP.sub(lambda match: match[1] + generated + match[2], text)


def run_on_terminal(command, folder):
    """Runs a command with a terminal of 200 columns for its output; returns what it prints, errors last."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (50, 200))
    environment = os.environ | {"PATH": f"{folder / '.bin'}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(["bash", "-c", command], cwd=folder, stdin=subprocess.DEVNULL, stdout=theirs, stderr=errors, env=environment)
        os.close(theirs)
        output = b""
        with suppress(OSError):  # Linux reports an error when the last writer has gone
            while part := os.read(ours, 65536):
                output += part
        os.close(ours)
        process.wait(timeout=100)
        errors.seek(0)
        output += errors.read()
    return output.decode("utf-8").replace("\r\n", "\n")


def run_console(block, folder):
    """Runs the commands of a console block; returns the block as it should be."""
    lines = []
    for command in re.findall(r"^\$ (.*)$", block, re.MULTILINE):
        text = run_on_terminal(command, folder)
        if "fetch_charts" in text:
            raise unittest.SkipTest("reports need the chart library, which cmake/fetch_charts could not fetch")
        output = "\n".join(line.rstrip() for line in text.splitlines())
        lines.append(f"$ {command}\n" + (output + "\n" if output else ""))
    return "".join(lines)


def as_tried(text):
    """The text of a page with the output of its commands as it should be."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "configs").symlink_to(SOURCE / "configs")
        (folder / ".bin").mkdir()
        (folder / ".bin/secondcurve").symlink_to(PROGRAM)

        def tried(match):
            if match["name"]:
                (folder / match["name"]).write_text(match["toml"], encoding="utf-8")
                return match[0]
            return f"```console\n{run_console(match['console'], folder)}```"

        return BLOCK.sub(tried, text)


def pages():
    return [LIST, *(COMMANDS / f"{name}.md" for name, _ in commands())]


class Pages(unittest.TestCase):
    maxDiff = None

    def test_there_is_one_for_every_command_and_no_other(self):
        self.assertEqual(sorted(path.name for path in COMMANDS.iterdir()), sorted(path.name for path in pages()))

    def test_they_hold_the_help_of_their_command(self):
        for path in pages():
            with self.subTest(page=path.name):
                text = path.read_text(encoding="utf-8")
                self.assertEqual(text, with_help(path, text), f"see --rewrite in {Path(__file__).name}")

    def test_they_print_what_the_program_prints(self):
        for path in [GUIDE, *pages()]:
            with self.subTest(page=path.name):
                text = path.read_text(encoding="utf-8")
                self.assertEqual(VARIES.sub("#", text), VARIES.sub("#", as_tried(text)), f"see --rewrite in {Path(__file__).name}")

    def test_each_shows_its_command_at_work(self):
        for path in pages()[1:]:
            with self.subTest(page=path.name):
                self.assertRegex(path.read_text(encoding="utf-8"), rf"\n\$ secondcurve {path.stem} (?!--help)")


def rewrite():
    for path in [GUIDE, *pages()]:
        text = path.read_text(encoding="utf-8") if path.exists() else NEW_PAGE.format(path.stem)
        new = as_tried(text if path == GUIDE else with_help(path, text))
        if not path.exists() or VARIES.sub("#", new) != VARIES.sub("#", path.read_text(encoding="utf-8")):
            path.write_text(new, encoding="utf-8")
            print(f"wrote {path.relative_to(SOURCE)}")


if __name__ == "__main__":
    if sys.argv[1:] == ["--rewrite"]:
        rewrite()
    else:
        unittest.main()
