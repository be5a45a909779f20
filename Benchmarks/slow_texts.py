#!/usr/bin/env python3
"""What texts that are made to be slow cost for each byte, as a ratio to ordinary text. The promise is ten at most; the status is 1 if it is more.

    python3 Benchmarks/slow_texts.py .build/release/undertone [--only PATTERN] [--ways N] [--seconds]

Instructions are counted by valgrind (the program must be linked with --static-swift-stdlib), or seconds are measured.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import time

ORDINARY = "We moved the reports over last week and it mostly works, but why is this so complicated? Can we change the export later on. "
KINDS = {
    "near matches": "the old system was the old system was is there a way is there a way ",
    "stretched letters": "soooooooooooooooooooooooooooo goooooooooooooooooooooood ",
    "one long word": "a",
    "capitals": "WHY IS THIS SO COMPLICATED ",
    "nested quotation marks": "\"'\"'\u201c\u2018\u201d\u2019",
    "quoted lines": "\n> > > > why is this",
    "open tags": "<p <b <blockquote ",
    "blockquotes": "<blockquote>",
    "comments": "<!-- ",
    "entities": "&amp;&#233;&bogus;&",
    "backticks": "` ``` ",
    "brackets": "([{<",
    "signs at": "@@a@b@c@",
    "addresses": "a@b.c@d.e@",
    "links": "http://a/?b=c&",
    "digits": "1 22 333 4,444.55 ",
    "question marks": "?!?!?!",
    "full stops": "a.b.c.d.e.g. ",
    "apostrophes": "don't can't won't it's ",
    "negations": "not never no ",
    "contrasts": "but however but although ",
    "emoji": "\U0001f621\U0001f44d\U0001f3fd\u200d",
    "accents on one letter": "e\u0301\u0301\u0301\u0301\u0301\u0301",
    "flags": "\U0001f1e9\U0001f1ea",
    "right to left": "\u202e\u05d0\u05d1 ",
    "zero widths": "a\u200bb\u200c",
    "greetings": "hi hi dear dear mr mrs hi ",
    "line breaks": "\n\n\r\n",
    "escapes": "\"\\\t\n",
}


# How a text may be asked for; `explain` reads it as one message.
WAYS = [["score", "-j1"], ["score", "-j1", "--evidence"], ["score", "-j1", "--redact", "--keep"], ["explain", "--from", "ndjson"]]


def message(text, size):
    whole = (text * (size // len(text.encode()) + 1))[:size]
    return json.dumps({"id": "1", "text": whole}, ensure_ascii=False).encode() + b"\n"


def instructions(program, words, data):
    """Counted by valgrind: the same on a busy machine and on an idle one."""
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program] + words
    done = subprocess.run(command, input=data, capture_output=True)
    found = re.search(rb"I\s+refs:\s+([\d,]+)", done.stderr)
    if done.returncode != 0 or not found or not done.stdout:
        sys.exit(f"{program} could not be run by valgrind: {done.stderr.decode(errors='replace')[-500:]}")
    return int(found.group(1).replace(b",", b""))


def seconds(program, words, data):
    """Measured, the best of three."""
    best = 1e9
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run([program] + words, input=data, stdout=subprocess.DEVNULL, check=True)
        best = min(best, time.perf_counter() - start)
    return best


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--only", default="", help="regular expression on the kinds of text")
    parser.add_argument("--ways", type=int, default=len(WAYS), help="only the first so many ways of asking")
    parser.add_argument("--seconds", action="store_true", help="measure seconds of 4 MB instead of counting instructions of 40 KB")
    options = parser.parse_args()
    program, size = os.path.abspath(options.program), 4_000_000 if options.seconds else 40_000
    cost = seconds if options.seconds else instructions
    worst = 0
    for words in WAYS[: options.ways]:
        start = cost(program, words, b'{"id":"1","text":"x"}\n')

        def each(text):
            data = message(text, size)
            return max(0, cost(program, words, data) - start) / len(data)

        plain = each(ORDINARY)
        print(f"{' '.join(words)}: a byte of ordinary text costs {plain * 1e9:.0f} ns" if options.seconds else f"{' '.join(words)}: a byte of ordinary text costs {plain:.0f} instructions", flush=True)
        for name, text in KINDS.items():
            if re.search(options.only, name):
                ratio = each(text) / plain
                worst = max(worst, ratio)
                print(f"  {ratio:6.2f}  {name}{'  OVER TEN' if ratio > 10 else ''}", flush=True)
    print(f"at most {worst:.1f} times ordinary text")
    return 1 if worst > 10 else 0


if __name__ == "__main__":
    sys.exit(main())
