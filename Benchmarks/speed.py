#!/usr/bin/env python3
"""Scoring speed against counting words: CPU seconds on one thread over the same archive, in turn, several times.

usage: Benchmarks/speed.py [--megabytes N] [--rounds N] [--program PATH]

Makes an archive out of the corpus (always the same bytes), runs `wc -w` and `undertone score` in turn, and prints medians, spreads and the ratio.
The labels are checked: one for each message, the same bytes on one worker and on two. Only Python's own library is needed.
"""
import argparse, glob, hashlib, json, os, random, shutil, statistics, subprocess, sys, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def corpus():
    """The messages of the corpus, in the order of its files."""
    return [json.loads(line) for name in sorted(glob.glob(os.path.join(ROOT, "corpus/labelled/*.ndjson"))) for line in open(name, encoding="utf-8")]


def make_archive(path, megabytes):
    """Writes messages of the corpus in random order until the size is reached; a third with escapes for all that is not ASCII."""
    rng = random.Random(4)
    rows = corpus()
    size = count = 0
    with open(path, "w", encoding="utf-8") as out:
        while size < megabytes * 1_000_000:
            count += 1
            row = rng.choice(rows)
            record = {"id": str(count), "account": str(count % 5000), "contact": str(count % 70000), "created_at": "2026-03-02T09:14:05Z", "text": row["text"]}
            line = json.dumps(record, ensure_ascii=count % 3 == 0) + "\n"
            size += len(line.encode())
            out.write(line)
    return count


# What starts a command and writes its status, CPU seconds and peak memory into a file. The kernel counts the memory of whatever starts a program among the
# peak of the program, so this must be small, as this script with the corpus is not.
STARTER = """
import os, sys
process = os.posix_spawn(sys.argv[2], sys.argv[2:], {"LC_ALL": "C", "PATH": os.environ.get("PATH", "")})
_, status, usage = os.wait4(process, 0)
open(sys.argv[1], "w").write(f"{status} {usage.ru_utime + usage.ru_stime} {usage.ru_maxrss}")
"""


def cpu(command, output):
    """Runs a command; returns its CPU seconds and its peak memory in MiB."""
    program = shutil.which(command[0]) or sys.exit(f"{command[0]} is missing")
    with open(output, "wb") as out, tempfile.NamedTemporaryFile() as result:
        subprocess.run([sys.executable, "-I", "-S", "-c", STARTER, result.name, program, *command[1:]], stdout=out, check=True)
        status, seconds, peak = result.read().split()
    if int(status) != 0:
        sys.exit(f"{command[0]} failed with status {int(status)}")
    return float(seconds), int(peak) / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--program", default=os.path.join(ROOT, ".build/release/undertone"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        archive, first, second = (os.path.join(folder, name) for name in ("archive.ndjson", "one", "two"))
        count = make_archive(archive, options.megabytes)
        size = os.path.getsize(archive) / 1e6
        cpu([options.program, "score", "-j1", archive], first)
        cpu([options.program, "score", "-j2", archive], second)
        digest = hashlib.sha256(open(first, "rb").read()).hexdigest()
        if digest != hashlib.sha256(open(second, "rb").read()).hexdigest():
            sys.exit("one worker and two do not write the same labels")
        if sum(1 for _ in open(first, "rb")) != count:
            sys.exit("not every message has a label")
        words, scores, walls, memory = [], [], {1: [], 2: []}, {1: 0, 2: 0}
        for _ in range(options.rounds):
            words.append(cpu(["wc", "-w", archive], os.devnull)[0])
            for jobs in (1, 2):
                started = time.time()
                seconds, peak = cpu([options.program, "score", f"-j{jobs}", archive], os.devnull)
                walls[jobs].append(time.time() - started)
                memory[jobs] = max(memory[jobs], peak)
                if jobs == 1:
                    scores.append(seconds)
        one = os.path.join(folder, "one.ndjson")
        open(one, "w").write('{"text":"hello there"}\n')
        start = [cpu([options.program, "score", "-j1", one], os.devnull)[0] for _ in range(20)]
        median = statistics.median
        print(f"archive            {size:.0f} MB, {count} messages, labels sha256 {digest[:12]}")
        print(f"wc -w              {median(words):.2f} s CPU ({min(words):.2f}-{max(words):.2f})   {size / median(words):.0f} MB/s")
        print(f"undertone score    {median(scores):.2f} s CPU ({min(scores):.2f}-{max(scores):.2f})   {size / median(scores):.0f} MB/s   {median(scores) / median(words):.1f} x wc -w   peak {memory[1]:.0f} MiB")
        print(f"two workers        {median(walls[1]) / median(walls[2]):.2f} x as fast as one, by the clock   peak {memory[2]:.0f} MiB")
        print(f"start, one message {median(start) * 1000:.0f} ms CPU")


if __name__ == "__main__":
    main()
