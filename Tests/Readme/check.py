#!/usr/bin/env python3
"""Runs the commands of the README that show what they print, and checks that they print it.

usage: check.py PROGRAM [--write]

Commands are lines that begin with `$ `; what follows up to the next one, or to the end of the block, is what they print. A line with nothing but
an ellipsis stands for any lines. All run one after the other in one folder that holds `tickets.csv`. A terminal is not at hand, so a `score`
whose output is shown is asked for the table that it draws there. The first label of the sample is checked, too. `--write` puts what was printed
into the README, where no ellipsis stands; read the difference.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

root = Path(__file__).resolve().parents[2]
program = Path(sys.argv[1]).resolve()
readme = root / "README.md"


def printed(command, folder):
    if command.startswith("undertone score ") and not set(">|") & set(command):
        command = command.replace("score", "score --to table", 1)
    paths = dict(os.environ, PATH=f"{folder / 'bin'}:{os.environ['PATH']}", LC_ALL="C.UTF-8")
    done = subprocess.run(["bash", "-c", command], cwd=folder, env=paths, capture_output=True, text=True)
    return (done.stdout + done.stderr).rstrip("\n").split("\n") if done.stdout or done.stderr else []


def agrees(shown, found):
    pattern = "\n".join("(?s:.*)" if line == "…" else re.escape(line) for line in shown)
    return re.fullmatch(pattern, "\n".join(found)) is not None


def main():
    lines = readme.read_text().split("\n")
    new, faults, checked = [], 0, 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "bin").mkdir()
        (folder / "bin" / "undertone").symlink_to(program)
        shutil.copy(root / "Tests" / "Readme" / "tickets.csv", folder)
        place = 0
        while place < len(lines):
            line = lines[place]
            new.append(line)
            place += 1
            if line.startswith("$ "):
                found = printed(line[2:], folder)
            elif line.startswith('{"id":"101",') and lines[place - 2] == "```":
                new.pop()
                place -= 1
                found = printed(f"undertone score {root / 'corpus' / 'sample.ndjson'} | head -1", folder)
            else:
                continue
            start = place
            while not lines[place].startswith(("$ ", "```")):
                place += 1
            shown = lines[start:place]
            checked += 1
            if not agrees(shown, found):
                faults += 1
                print(f"README.md:{start + 1}: this is printed:", *found, sep="\n  ")
            new += shown if "…" in shown else found
    if "--write" in sys.argv:
        readme.write_text("\n".join(new))
    print(f"{checked} commands, {faults} print something else")
    sys.exit(1 if faults or checked < 11 else 0)


main()
