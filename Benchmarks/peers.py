#!/usr/bin/env python3
"""Undertone beside other programs on the same archive, in turn, several times: CPU seconds on one thread, as ratios to `LC_ALL=C wc -w`.

usage: Benchmarks/peers.py [--megabytes N] [--rounds N] [--program PATH] [--only NAME,NAME]

Makes an archive out of the corpus (always the same bytes) and a list of phrases out of the lexicons (entries of plain words), installs what is missing
(jq, ripgrep and hyperfine with apt-get; Python libraries into .build/peers), runs every program on the archive with hyperfine and prints medians,
spreads and ratios. None of the others does the whole job; what each does stands beside it. Every result is checked: all messages must have been read.
"""
import argparse, glob, json, os, shutil, subprocess, sys, tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from speed import ROOT, make_archive

HOME = os.path.join(ROOT, ".build", "peers")
PACKAGES = ["orjson", "ahocorasick_rs", "vaderSentiment", "flashtext", "hyperscan", "spacy"]
TOOLS = {"hyperfine": "hyperfine", "jq": "jq", "rg": "ripgrep"}


# The Python programs: each reads the archive, does one thing with every text, and prints how many messages it read and how many hits it had.

def texts(archive):
    import orjson

    for line in open(archive, "rb"):
        yield orjson.loads(line)["text"]


def pipeline(archive, phrases):
    """the usual pipeline: JSON, phrases, feeling, a line of JSON a message"""
    import ahocorasick_rs, orjson
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    matcher = ahocorasick_rs.AhoCorasick(phrases, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    vader = SentimentIntensityAnalyzer()
    for text in texts(archive):
        found = len(matcher.find_matches_as_indexes(text.lower()))
        orjson.dumps({"hits": found, "score": vader.polarity_scores(text)["compound"]})
        yield found


def vader(archive, phrases):
    """feeling only"""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    for text in texts(archive):
        yield 1 if abs(analyzer.polarity_scores(text)["compound"]) > 0.05 else 0


def flashtext(archive, phrases):
    """phrases only, whole words"""
    from flashtext import KeywordProcessor

    processor = KeywordProcessor()
    for phrase in phrases:
        processor.add_keyword(phrase)
    for text in texts(archive):
        yield len(processor.extract_keywords(text))


def hyperscan(archive, phrases):
    """phrases only, at word borders, every match"""
    import hyperscan as hs, re

    database = hs.Database()
    flags = hs.HS_FLAG_CASELESS
    patterns = [rb"\b" + re.escape(phrase).encode() + rb"\b" for phrase in phrases]
    database.compile(expressions=patterns, ids=list(range(len(phrases))), elements=len(phrases), flags=[flags] * len(phrases))
    scratch = hs.Scratch(database)
    for text in texts(archive):
        found = [0]

        def hit(*_):
            found[0] += 1

        database.scan(text.encode(), match_event_handler=hit, scratch=scratch)
        yield found[0]


def spacy(archive, phrases):
    """tokens and phrases only"""
    import spacy as library
    from spacy.matcher import PhraseMatcher

    english = library.blank("en")
    matcher = PhraseMatcher(english.vocab, attr="LOWER")
    matcher.add("phrases", list(english.pipe(phrases)))
    for text in english.pipe(texts(archive)):
        yield len(matcher(text))


PYTHON = {"pipeline": pipeline, "vader": vader, "flashtext": flashtext, "hyperscan": hyperscan, "spacy": spacy}


def read_with(name, archive, phrase_file):
    phrases = open(phrase_file, encoding="utf-8").read().splitlines()
    counts = list(PYTHON[name](archive, phrases))
    print(len(counts), sum(counts))


# The race

def plain_phrases(most=2000):
    """Entries that are plain words of two letters or more, without alternatives, sets or gaps, in the order of the files."""
    found = {}
    for name in sorted(glob.glob(os.path.join(ROOT, "lexicons/s*/*.tsv")) + [os.path.join(ROOT, "lexicons", f) for f in ("cue.tsv", "sentiment.tsv")]):
        for line in open(name, encoding="utf-8"):
            phrase = line.split("\t")[0].strip()
            if len(phrase) > 2 and all(c.isascii() and c.islower() or c == " " for c in phrase):
                found.setdefault(phrase)
    phrases = sorted(found, key=lambda p: (-len(p.split()), p))
    return sorted(phrases[:most])


def install():
    missing = [package for tool, package in TOOLS.items() if not shutil.which(tool)]
    if missing:
        subprocess.run(["apt-get", "install", "-y", "--no-install-recommends", *missing], check=True, stdout=subprocess.DEVNULL)
    python = os.path.join(HOME, "bin", "python")
    if not os.path.exists(os.path.join(HOME, "ready")):
        subprocess.run([sys.executable, "-m", "venv", HOME], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
        open(os.path.join(HOME, "ready"), "w").close()
    return python


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--program", default=os.path.join(ROOT, ".build/release/undertone"))
    parser.add_argument("--only", default="", help="names, joined by commas")
    parser.add_argument("--read-with", nargs=3, metavar=("NAME", "ARCHIVE", "PHRASES"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read_with:
        return read_with(*options.read_with)
    python = install()
    with tempfile.TemporaryDirectory() as folder:
        archive, phrase_file = os.path.join(folder, "archive.ndjson"), os.path.join(folder, "phrases")
        count = make_archive(archive, options.megabytes)
        phrases = plain_phrases()
        open(phrase_file, "w").write("\n".join(phrases) + "\n")
        size = os.path.getsize(archive) / 1e6
        me = os.path.abspath(__file__)
        runs = [
            ("wc", "counts words", ["wc", "-w", archive], None),
            ("undertone", "the whole job: stage, feeling, signals, confidence", [options.program, "score", "-j1", archive], count),
            ("undertone --evidence", "the same and every phrase that decided", [options.program, "score", "-j1", "--evidence", archive], count),
            ("jq", "picks the text", ["jq", "-c", ".text", archive], count),
            ("rg", f"counts lines with one of {len(phrases):,} phrases", ["rg", "-c", "-j1", "-i", "-w", "-F", "-f", phrase_file, archive], None),
        ] + [(name, body.__doc__, [python, me, "--read-with", name, archive, phrase_file], count) for name, body in PYTHON.items()]
        wanted = options.only.split(",") if options.only else []
        runs = [run for run in runs if not wanted or run[0] in wanted or run[0] == "wc"]
        environment = {"LC_ALL": "C", "PATH": os.environ.get("PATH", "")}
        for name, what, command, expected in runs:
            done = subprocess.run(command, capture_output=True, env=environment)
            if done.returncode != 0:
                sys.exit(f"{name} failed: {done.stderr.decode(errors='replace')[-500:]}")
            read = int(done.stdout.split()[0]) if name in PYTHON else done.stdout.count(b"\n")
            if expected is not None and read != expected:
                sys.exit(f"{name} read {read} messages, not {expected}")
        timed = os.path.join(folder, "times.json")
        quoted = [" ".join(f"'{part}'" for part in command) for _, _, command, _ in runs]
        subprocess.run(
            ["hyperfine", "--shell=none", "--warmup", "1", "--runs", str(options.rounds), "--style", "none", "--export-json", timed, *quoted], check=True,
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        results = json.load(open(timed))["results"]
        processor = [result["user"] + result["system"] for result in results]
        words = processor[0]
        print(f"{count} messages, {size:.1f} MB, {options.rounds} rounds; seconds of the processor, their mean; spread of the clock as a share of it")
        for (name, what, _, _), result, seconds in zip(runs, results, processor):
            spread = (result["max"] - result["min"]) / result["mean"] * 100
            print(f"{name:22}{seconds:8.2f} s  ±{spread:3.0f} %  {size / seconds:7.1f} MB/s {seconds / words:8.1f} x wc -w   {what}")


if __name__ == "__main__":
    main()
