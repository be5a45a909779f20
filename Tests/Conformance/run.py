#!/usr/bin/env python3
"""Runs the program over cases of our own, and over published suites of test data, and counts how often it does what they ask.

    python3 Tests/Conformance/run.py .build/release/undertone [SUITES]

SUITES is a folder that holds json-testsuite (test_parsing), csv-spectrum and csv-test-data (csv, json), csv-hostile (with a MANIFEST.json), utf8 (utf8tests.bin and
its reference output, Kuhn's test) and naughty-strings (blns.json), laid out as their authors publish them; they are not part of this repository. A suite that is missing
is a failure, not a pass; without SUITES only our own cases are run, all of which have to be reached. recorded.json holds the counts that were reached; the status is 1 if one is lower now. Every deviation is named with its reason.
"""

import csv
import io
import json
import os
import subprocess
import sys

import own

HERE = os.path.dirname(os.path.abspath(__file__))

class Suites:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.counts, self.deviations = {}, []

    def run(self, words, data):
        return subprocess.run([self.program] + words, input=data, capture_output=True, env={}, timeout=120)

    def files(self, suite):
        path = os.path.join(self.folder, suite)
        return [(name, open(os.path.join(path, name), "rb").read()) for name in sorted(os.listdir(path)) if os.path.isfile(os.path.join(path, name))]

    def read(self, *parts):
        with open(os.path.join(self.folder, *parts), "rb") as file:
            return file.read()

    def count(self, name, good, case, reason=""):
        passed, all_cases = self.counts.get(name, (0, 0))
        self.counts[name] = (passed + bool(good), all_cases + 1)
        if not good:
            self.deviations.append(f"{name}: {case}{': ' + reason if reason else ''}")

    def json(self):
        """Each document as a member that nobody reads: strict everywhere. Line breaks in it are blanks, so that the record stays on its line."""
        for name, data in self.files("json-testsuite/test_parsing"):
            if not name.endswith(".json"):
                continue
            if b"\n" in data.strip() and name.startswith("n_"):
                # A line break may be the very fault; as an array the record may span lines.
                outcome = self.run(["score", "--from", "json"], b'[{"id":"1","text":"x","v":' + data + b"}]")
            else:
                outcome = self.run(["score", "--from", "ndjson"], b'{"id":"1","text":"x","v":' + data.replace(b"\n", b" ").replace(b"\r", b" ") + b"}\n")
            taken = outcome.returncode == 0 and outcome.stdout.count(b"\n") == 1
            if outcome.returncode not in (0, 1):
                self.count("json: no crash", False, name, f"status {outcome.returncode}")
                continue
            self.count("json: no crash", True, name)
            if name[0] == "y":
                self.count("json: to be taken", taken, name, outcome.stderr.decode("utf-8", "replace").strip()[:120])
            elif name[0] == "n":
                self.count("json: to be refused", not taken, name, "taken")

    def table(self, data, separator=","):
        """The rows of a table as the program keeps them."""
        words = ["score", "--from", "csv", "--to", "csv", "--keep", "--csv-raw"]
        header = next(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        plain = [name for name in header if name.isalnum()]
        outcome = self.run(words + (["--fields", "text=" + plain[-1]] if plain else []), data)
        rows = list(csv.reader(io.StringIO(outcome.stdout.decode("utf-8"), newline="")))
        return header, [row[: len(header)] for row in rows[1:]], outcome

    def csv(self):
        for suite in ["csv-spectrum", "csv-test-data"]:
            folder = "csvs" if suite == "csv-spectrum" else "csv"
            for name, data in self.files(f"{suite}/{folder}"):
                if not name.endswith(".csv"):
                    continue
                try:
                    expected = json.loads(self.read(suite, "json", name[:-4] + ".json"))
                except (OSError, ValueError):
                    self.count(f"csv: {suite}", False, name, "no expected rows in the suite")
                    continue
                try:
                    header, rows, outcome = self.table(data)
                except (StopIteration, UnicodeDecodeError) as error:
                    self.count(f"csv: {suite}", False, name, f"not readable as a table with a header: {type(error).__name__}")
                    continue
                expected = [expected] if isinstance(expected, dict) else expected
                wanted = [list(row.values()) if isinstance(row, dict) else row for row in expected]
                # Some suites give the header as the first row.
                if wanted and wanted[0] == header:
                    wanted = wanted[1:]
                wanted = [row for row in wanted if any(row)]
                self.count(f"csv: {suite}", [list(map(str, row)) for row in wanted] == [row for row in rows if any(row)], name, f"{rows[:2]} for {wanted[:2]}")
        for entry in json.loads(self.read("csv-hostile", "MANIFEST.json")):
            if entry["rows"] is None or not entry["file"].endswith(".csv"):
                continue
            outcome = self.run(["score", "--from", "csv"], self.read("csv-hostile", entry["file"]))
            rows = outcome.stdout.count(b"\n")
            self.count("csv: rows of hostile tables", rows == entry["rows"], entry["file"], f"{rows} labels for {entry['rows']} rows; {entry['note']}")

    def utf8(self):
        """A text with bad bytes, kept: one U+FFFD for each longest beginning of a character."""
        documents = [("utf8tests.bin", self.read("utf8", "utf8tests.bin")), ("UTF-8-test.kuhn-2015.txt", self.read("utf8", "UTF-8-test.kuhn-2015.txt"))]
        for name, data in documents:
            kept = []
            for number, line in enumerate(data.split(b"\n")):
                line = line.replace(b"\r", b"")
                # Inside a string control characters and quotation marks would be faults of JSON, not of UTF-8.
                if line.strip() and not any(byte < 0x20 or byte in b'"\\' for byte in line):
                    kept.append((number + 1, line))
            records = b"".join(b'{"text":"' + line + b'"}\n' for _, line in kept)
            outcome = self.run(["score", "--from", "ndjson", "--encoding", "utf-8", "--keep", "--ascii"], records)
            labels = outcome.stdout.split(b"\n")[:-1]
            for (number, line), label in zip(kept, labels + [b"{}"] * len(kept)):
                self.count(f"utf-8: {name}", json.loads(label).get("text") == line.decode("utf-8", "replace"), f"line {number}")

    def naughty(self):
        strings = json.loads(self.read("naughty-strings", "blns.json"))
        data = b"".join(json.dumps({"id": str(number), "text": text}).encode() + b"\n" for number, text in enumerate(strings))
        for words in [["--keep"], ["--keep", "--ascii"], ["--evidence"]]:
            outcome = self.run(["score"] + words, data)
            records = [json.loads(line) for line in outcome.stdout.decode("utf-8").split("\n")[:-1]]
            for number, text in enumerate(strings):
                good = len(records) == len(strings) and records[number]["id"] == str(number) and ("--keep" not in words or records[number]["text"] == text)
                self.count("naughty strings: " + " ".join(words), good, f"string {number}")

    def finish(self):
        recorded = {}
        if self.folder:
            with open(os.path.join(HERE, "recorded.json")) as file:
                recorded = json.load(file)
        status = 0
        for name in sorted(set(self.counts) | set(recorded)):
            passed, total = self.counts.get(name, (0, 0))
            wanted = total if name.startswith("own: ") else recorded.get(name, 0)
            mark = "" if passed >= wanted else f"  LOWER than the {wanted} to be reached"
            status |= bool(mark)
            print(f"{passed:5} of {total:5}  {name}{mark}")
        print(f"{len(self.deviations)} deviations:")
        for deviation in self.deviations:
            print("  " + deviation.encode("ascii", "backslashreplace").decode())
        return status


def main(arguments):
    if len(arguments) not in (1, 2):
        print(__doc__, file=sys.stderr)
        return 2
    suites = Suites(os.path.abspath(arguments[0]), arguments[1] if len(arguments) > 1 else None)
    own.check(suites)
    for part in [suites.json, suites.csv, suites.utf8, suites.naughty] if suites.folder else []:
        try:
            part()
        except OSError as error:
            print(f"a suite is missing: {error}", file=sys.stderr)
            return 1
    return suites.finish()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
