#!/usr/bin/env python3
"""How cost grows: with the input, the lexicons, the workers, the number of files, the length of messages.

usage: Benchmarks/growth.py [--program PATH] [--rounds N] [--only PART,PART]

Parts: input (0.6, 6 and 60 MB), lexicons (1,000, 10,000 and 100,000 general cues beside the other entries), workers (1, 2), files (the same messages in one file,
in files of 200, in files of one), length (messages of 10 to 100,000 words). Every line is seconds of the processor (workers, files: of the clock), the median
of some rounds, without those of a start with the same lexicons, and the ratio to the first line of its part for a byte. Labels are counted. Texts made to be slow have a command of their own: slow_texts.py.
"""
import argparse, collections, json, os, random, re, statistics, subprocess, sys, tempfile, time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from speed import ROOT, corpus, cpu, make_archive


def texts():
    texts = [row["text"] for row in corpus()]
    random.Random(11).shuffle(texts)
    return texts


def write(path, messages):
    with open(path, "w", encoding="utf-8") as out:
        for number, text in enumerate(messages):
            out.write(json.dumps({"id": str(number), "text": text}) + "\n")
    return len(messages)


def divide(path, most, size, folder):
    """The first messages of an archive in files of so many each; the path of their list."""
    os.makedirs(folder)
    with open(path, encoding="utf-8") as archive:
        messages = [next(archive) for _ in range(most)]
    files = []
    for at in range(0, most, size):
        files.append(os.path.join(folder, f"{at:06}.ndjson"))
        with open(files[-1], "w", encoding="utf-8") as out:
            out.writelines(messages[at : at + size])
    with open(folder + ".list", "w") as out:
        out.write("\n".join(files))
    return folder + ".list"


def inputs(path):
    """The arguments that name an input: a file, or the files of a list."""
    return ["--files-from", path] if path.endswith(".list") else [path]


class Race:
    def __init__(self, program, rounds, folder):
        self.program, self.rounds, self.folder = program, rounds, folder
        self.one = os.path.join(folder, "one.ndjson")
        write(self.one, ["hello there"])

    def seconds(self, path, count, *flags, by_clock=False):
        """The median over the rounds, without a start."""
        command = [self.program, "score", *flags]
        output = os.path.join(self.folder, "labels")
        cpu([*command, *inputs(path)], output)
        if sum(1 for _ in open(output, "rb")) != count:
            sys.exit("not every message has a label")

        def once(file):
            started = time.time()
            spent = cpu([*command, *inputs(file)], os.devnull)[0]
            return time.time() - started if by_clock else spent

        spent = [once(path) - once(self.one) for _ in range(self.rounds)]
        return max(statistics.median(spent), 1e-4)

    def table(self, part, lines):
        """lines: what it is, the file, its messages, flags."""
        first = None
        for what, path, count, flags in lines:
            files = open(path).read().split() if path.endswith(".list") else [path]
            size = sum(os.path.getsize(file) for file in files)
            seconds = self.seconds(path, count, *flags, by_clock=part in ("workers", "files"))
            first = first or seconds / size
            print(f"{part:10}{what:28}{size / 1e6:9.1f} MB{seconds:9.3f} s{size / 1e6 / seconds:8.1f} MB/s{seconds / size / first:8.2f} x", flush=True)


def lexicons(program, folder, size):
    """The built-in lexicons with so many general cues: the most frequent words, pairs and triples of the corpus."""
    target = os.path.join(folder, f"lexicons-{size}")
    subprocess.run([program, "lexicon", "copy", target], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    counts = collections.Counter()
    for text in texts():
        words = re.findall(r"[a-z]+", text.lower())
        for length in (1, 2, 3):
            counts.update(" ".join(words[at : at + length]) for at in range(len(words) - length + 1))
    chosen = [phrase for phrase, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])) if len(phrase) > 2][:size]
    with open(os.path.join(target, "cue.tsv"), "w", encoding="utf-8") as out:
        for start in range(0, len(chosen), 50_000):
            out.write(f"[part{start // 50_000}]\n")
            out.writelines(f"{phrase}\t\tanger+0.01\n" for phrase in chosen[start : start + 50_000])
    return target


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=os.path.join(ROOT, ".build/release/undertone"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="input,lexicons,workers,files,length")
    options = parser.parse_args()
    parts = options.only.split(",")
    with tempfile.TemporaryDirectory() as folder:
        race = Race(options.program, options.rounds, folder)
        archives = {}
        for size in (0.6, 6, 60):
            path = os.path.join(folder, f"{size}.ndjson")
            archives[size] = (path, make_archive(path, size))
        if "input" in parts:
            race.table("input", [(f"{size} MB", *archives[size], ["-j1"]) for size in archives])
        if "lexicons" in parts:
            lines = []
            for size in (1000, 10_000, 100_000):
                lines.append((f"{size:,} general cues", *archives[60], ["-j1", "--lexicons", lexicons(options.program, folder, size)]))
            race.table("lexicons", lines)
        if "workers" in parts:
            race.table("workers", [(f"{jobs}", *archives[60], [f"-j{jobs}"]) for jobs in (1, 2)])
        if "files" in parts:
            lines = []
            for size in (20_000, 200, 1):
                lines.append((f"{size:,} messages a file", divide(archives[60][0], 20_000, size, os.path.join(folder, f"of-{size}")), 20_000, ["-j2"]))
            race.table("files", lines)
        if "length" in parts:
            # Words and the signs behind them on one line: nothing in it ends a message.
            words = [word for text in texts() for word in re.findall(r"[A-Za-z']+[.,?!]?", text)]
            lines = []
            for length in (10, 100, 1000, 10_000, 100_000):
                path = os.path.join(folder, f"length-{length}.ndjson")
                whole = (words * 2)[: max(600_000, length)]
                lines.append((f"{length:,} words", path, write(path, [" ".join(whole[at : at + length]) for at in range(0, len(whole) - length + 1, length)]), ["-j1"]))
            race.table("length", lines)


if __name__ == "__main__":
    main()
