#!/usr/bin/env python3
"""What texts that are made to be slow cost: time for each byte, as a ratio to ordinary text. The promise is ten at most.

    python3 Benchmarks/slow_texts.py .build/release/undertone [MEGABYTES]
"""

import json
import os
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


def seconds(program, text, size, words):
    length = len(text.encode())
    record = json.dumps({"id": "1", "text": text * (100_000 // length + 1)}, ensure_ascii=False).encode() + b"\n"
    data = record * (size // len(record) + 1)
    start = time.perf_counter()
    subprocess.run([program, "score", "-j1"] + words, input=data, stdout=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - start) / len(data)


def main(arguments):
    program, size = os.path.abspath(arguments[0]), int(float(arguments[1]) * 1e6) if len(arguments) > 1 else 4_000_000
    worst = 0
    for words in [[], ["--evidence"], ["--redact", "--keep"]]:
        plain = min(seconds(program, ORDINARY, size, words) for _ in range(3))
        print(f"score {' '.join(words)}: ordinary text {1e-6 / plain:.1f} MB/s")
        for name, text in KINDS.items():
            ratio = seconds(program, text, size, words) / plain
            worst = max(worst, ratio)
            print(f"  {ratio:6.2f}  {name}{'  OVER TEN' if ratio > 10 else ''}")
    print(f"at most {worst:.1f} times ordinary text")


if __name__ == "__main__":
    main(sys.argv[1:])
