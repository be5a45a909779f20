#!/usr/bin/env python3
"""Instructions that scoring takes, counted by valgrind: the same figure on a busy machine and on an idle one.

usage: Benchmarks/instructions.py [--program PATH] [--record]

Scores 600 messages of the corpus (always the same ones) and one message by itself, and prints the instructions for a byte of the archive, without those
of starting, and for starting. Fails if the first is more than a tenth above its figure in Benchmarks/instructions.tsv; `--record` writes both there. The
labels are counted, so a program that does nothing is not fast. The program must be linked with --static-swift-stdlib: callgrind does not run the other
one.
"""
import argparse, glob, json, os, random, re, subprocess, sys, tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
RECORD = os.path.join(ROOT, "Benchmarks", "instructions.tsv")
LIMIT = 1.1


def instructions(program, path, labels):
    """Counts the instructions of scoring a file."""
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, "score", "-j1", path]
    try:
        done = subprocess.run(command, capture_output=True)
    except FileNotFoundError:
        sys.exit("valgrind is missing; install it to count instructions")
    found = re.search(rb"I\s+refs:\s+([\d,]+)", done.stderr)
    if done.returncode != 0 or not found:
        sys.exit(f"{program} could not be run by valgrind:\n{done.stderr.decode(errors='replace')[-2000:]}")
    if done.stdout.count(b"\n") != labels:
        sys.exit(f"{program} wrote {done.stdout.count(10)} labels, not {labels}")
    return int(found.group(1).replace(b",", b""))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=os.path.join(ROOT, ".build/release/undertone"))
    parser.add_argument("--record", action="store_true")
    options = parser.parse_args()
    rows = [json.loads(line) for name in sorted(glob.glob(os.path.join(ROOT, "corpus/labelled/*.ndjson"))) for line in open(name, encoding="utf-8")]
    rows = random.Random(7).sample(rows, 600)
    with tempfile.TemporaryDirectory() as folder:
        many, one = os.path.join(folder, "many.ndjson"), os.path.join(folder, "one.ndjson")
        with open(many, "w", encoding="utf-8") as out:
            for number, row in enumerate(rows):
                record = {"id": str(number), "account": str(number % 50), "created_at": "2026-03-02T09:14:05Z", "text": row["text"]}
                out.write(json.dumps(record, ensure_ascii=number % 3 == 0) + "\n")
        with open(one, "w", encoding="utf-8") as out:
            out.write('{"text":"hello there"}\n')
        start = instructions(options.program, one, 1)
        figures = {"byte": (instructions(options.program, many, len(rows)) - start) / os.path.getsize(many), "start": start / 1e6}
    units = {"byte": "instructions for a byte of NDJSON", "start": "millions of instructions for a new process and one message"}
    if options.record:
        with open(RECORD, "w", encoding="utf-8") as out:
            for name, figure in figures.items():
                out.write(f"{name}\t{figure:.1f}\t{units[name]}\n")
    recorded = {name: float(figure) for name, figure, _ in (line.rstrip("\n").split("\t") for line in open(RECORD, encoding="utf-8"))}
    dearer = False
    for name, figure in figures.items():
        print(f"{figure:8.1f} {units[name]} (recorded {recorded[name]:.1f})")
        dearer = dearer or (name == "byte" and figure > recorded[name] * LIMIT)
    if dearer:
        sys.exit("more than a tenth above what is recorded; mend it, or record it on purpose: Benchmarks/instructions.py --record")


main()
