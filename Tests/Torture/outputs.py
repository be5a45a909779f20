"""Hostile text through every output: labels stay one strict record a line, cells run no formulas, terminals get no commands."""

import csv
import io
import json
import os
import re
import unicodedata

from harness import case, check, lines, strict

PAYLOADS = [
    # formulas
    "=1+2", "=cmd|' /C calc'!A0", "+SUM(A1:A9)", "-2+3+cmd|x", "@SUM(1)", "\t=1+2", "\r=1", " =1+2", "\ufeff=1+2", "\u200b=1", "\uff1d1+2", "\uff20x", "\uff0b1", "\uff0d1+1", "'=1",
    "=HYPERLINK(\"https://h.example\",\"x\")", "|x", "\n=1", "\u00a0=1", "\u2003=1", "%0A=1",
    # markup
    "<script>alert(1)</script>", "</script><svg onload=alert(1)>", "\" onmouseover=\"x", "'><img src=x onerror=x>", "<!--", "]]>", "&lt;b&gt;", "javascript:x", "</title></style><b>",
    # terminals
    "\x1b[2J\x1b[H", "\x1b]0;title\x07", "\x1b]52;c;eA==\x07", "\x9b31m", "\x1b[?1049h", "\x08\x08\x08over", "\rover", "\x00nul", "\x7f", "\x1bPq", "a\x0c\x0bb",
    # directions and hidden signs
    "\u202eevil\u202c", "\u2066\u2069", "\u200e\u200f", "x\u200by", "\U000e0041\U000e0042", "\u061c", "\ufeffx", "\u2028line\u2029", "\u0085next", "\ufff9a\ufffb", "a" + "\u0301" * 50,
    # quotation, separators, encodings
    "a\"b", "a,b;c\td", "\"", "\"\"", "\\", "\\\"", "\\u0000", "{\"id\":\"x\"}", "]}", "\ud83d", "\udc00\ud800", "\uffff", "\U0010ffff", "None", "NaN", "null", "-1", "1e999", "0x10",
]
KEYS = ["id", "account", "contact", "time", "subject", "text", "other"]


def archive():
    rows = []
    for number, payload in enumerate(PAYLOADS):
        row = {key: payload for key in KEYS}
        row["text"] = f"why is this so complicated {payload} can we customize it {payload}"
        rows.append(json.dumps(row))
    return ("\n".join(rows) + "\n").encode()


def table():
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(KEYS)
    for payload in PAYLOADS:
        writer.writerow([payload.encode("utf-8", "replace").decode() if payload.isprintable() or "\0" not in payload else "nul"] * len(KEYS))
    return out.getvalue().encode("utf-8", "replace")


def inputs():
    return [("ndjson", archive()), ("json", b"[" + b",".join(archive().splitlines()) + b"]"), ("csv", table())]


def is_formula(cell):
    bare = cell.lstrip(" \ufeff\u00a0\u200b\u200c\u200d\u200e\u200f\u2003")
    if bare[:1] in ("=", "@", "\t", "\r", "\n", "\uff1d", "\uff20", "\uff0b", "\uff0d", "|"):
        return True
    return bare[:1] in ("+", "-") and not re.fullmatch(r"[+-][0-9., ()/]+", bare)


@case
def labels_stay_one_strict_record_a_line(program, _):
    for name, data in inputs():
        for words in [[], ["--keep"], ["--evidence"], ["--keep", "--evidence", "--ascii"], ["--redact", "--keep", "--evidence"], ["--provenance"]]:
            outcome = program.run(["score", "--from", name] + words, data)
            check(outcome.status == 0 and len(lines(outcome.out)) == len(PAYLOADS), f"{name} {words}: {outcome.status}, {len(lines(outcome.out))} labels {outcome.err}")
            for line, payload in zip(lines(outcome.out), PAYLOADS):
                entry = strict(line)
                check(not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", line.decode()), f"{payload!r}: control characters")
                if name == "ndjson" and "--redact" not in words:
                    expected = re.sub("[\ud800-\udfff]", "\ufffd", payload)
                    check(entry["id"] == expected, f"{payload!r} became {entry['id']!r}")


@case
def cells_run_no_formulas(program, _):
    for name, data in inputs():
        for words in [["--to", "csv"], ["--to", "csv", "--keep"], ["--to", "csv", "--keep", "--evidence"], ["--to", "csv", "--redact"]]:
            outcome = program.run(["score", "--from", name] + words, data)
            rows = list(csv.reader(io.StringIO(outcome.out.decode("utf-8"), newline="")))
            check(len(rows) == len(PAYLOADS) + 1 and len({len(row) for row in rows}) == 1, f"{name} {words}: {len(rows)} rows")
            for row in rows[1:]:
                for cell in row:
                    check(not is_formula(cell), f"{words}: {cell!r}")
        outcome = program.run(["score", "--from", name, "--to", "tsv", "--keep"], data)
        rows = [line.split(b"\t") for line in lines(outcome.out)]
        check(len(rows) == len(PAYLOADS) + 1 and len({len(row) for row in rows}) == 1, f"{name} tsv: {len(rows)} rows")
        for row in rows[1:]:
            for cell in row:
                check(not is_formula(cell.decode("utf-8")), f"tsv: {cell!r}")
        raw = program.run(["score", "--from", name, "--to", "csv", "--csv-raw"], data).out.decode("utf-8")
        check(any(is_formula(cell) for row in csv.reader(io.StringIO(raw, newline="")) for cell in row), "--csv-raw changes nothing")


@case
def innocent_cells_stay_as_they_are(program, _):
    cells = ["-5", "+49 30 1234567", "3.5", "-1,200.00", "hello", "a=b", "x@y.example", "5 - 3", "(+1) 555", "\u00fcber"]
    data = b"".join(json.dumps({"id": cell, "text": "x"}).encode() + b"\n" for cell in cells)
    rows = list(csv.reader(io.StringIO(program.run(["score", "--to", "csv"], data).out.decode())))
    check([row[0] for row in rows[1:]] == cells, [row[0] for row in rows[1:]])


@case
def explanations_command_no_terminal(program, _):
    for words in [[], ["--all"], ["--color=always"], ["--redact"]]:
        outcome = program.run(["explain", "--from", "ndjson"] + words, archive())
        text = outcome.out.decode("utf-8")
        check(outcome.status == 0 and text, outcome.err)
        text = re.sub("\x1b\\[[0-9;]*m", "", text) if "--color=always" in words else text
        bad = [character for character in text if unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn") and character not in "\n\u200d"]
        check(not bad, f"{words}: {bad[:5]}")
        # What is hidden is made visible, not left out.
        check("\\u{202e}" in text and "\\u{1b}" in text and "\\u{200b}" in text, "hidden characters are not shown")


@case
def messages_command_no_terminal(program, folder):
    for payload in PAYLOADS:
        name = payload.encode("utf-8", "replace").replace(b"\x00", b"").replace(b"/", b"")
        for words in [["score", b"x" + name], ["score", b"--from=" + name], ["score", b"--" + name], ["score", b"-l", b"x" + name], [b"x" + name], ["evaluate", b"x" + name], ["lexicon", "check", b"x" + name]]:
            outcome = program.run(words, cwd=folder)
            check(outcome.status in (2, 3) and not outcome.out, f"{words}: {outcome.status}")
