"""What the black-box tests share: running the program under limits and faults, and checking what every run has to keep."""

import json
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time

# A word that stands in texts and must never stand in a message to people.
CANARY = "zanzibar"

CASES = []


class Failure(Exception):
    """A promise that was not kept."""


class Skip(Exception):
    """A case that this machine cannot run; it is named and counted, never left out silently."""


def case(function):
    """Takes a function as a case named by it."""
    CASES.append((function.__name__.replace("_", "-"), function))
    return function


def check(condition, message):
    if not condition:
        raise Failure(message)


class Outcome:
    def __init__(self, status, out, err, peak):
        self.status, self.out, self.err, self.peak = status, out, err, peak

    def records(self):
        return [strict(line) for line in lines(self.out)]


def lines(data):
    check(not data or data.endswith(b"\n"), "the last line is not ended")
    return data.split(b"\n")[:-1]


def strict(line):
    """One JSON value out of one line; anything that is not strict JSON in valid UTF-8 fails."""
    def refuse(word):
        raise Failure("not JSON: " + word)
    try:
        return json.loads(line.decode("utf-8"), parse_constant=refuse)
    except (UnicodeDecodeError, ValueError) as error:
        raise Failure(f"not JSON: {error}") from error


class Program:
    def __init__(self, path):
        self.path = os.path.abspath(path)

    def start(self, words, **options):
        options.setdefault("stdin", subprocess.DEVNULL)
        options.setdefault("stdout", subprocess.PIPE)
        options.setdefault("stderr", subprocess.PIPE)
        options.setdefault("env", {})
        return subprocess.Popen([self.path] + words, **options)

    def run(self, words, data=b"", seconds=60, before=None, keeps=True, **options):
        """Runs to the end; memory is that of the process alone."""
        with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            if "stdin" not in options:
                source.write(data)
                source.seek(0)
                options["stdin"] = source
            process = self.start(words, stdout=options.pop("stdout", out), stderr=options.pop("stderr", err), preexec_fn=before, **options)
            timer = threading.Timer(seconds, process.kill)
            timer.start()
            _, status, usage = os.wait4(process.pid, 0)
            timer.cancel()
            process.returncode = os.waitstatus_to_exitcode(status)
            out.seek(0)
            err.seek(0)
            outcome = Outcome(process.returncode, out.read(), err.read(), usage.ru_maxrss * 1024)
        if keeps:
            self.keep(outcome)
        return outcome

    def keep(self, outcome):
        """What every run has to keep."""
        check(outcome.status >= 0, f"died of signal {-outcome.status}")
        check(outcome.status in (0, 1, 2, 3), f"exit status {outcome.status}")
        text = outcome.err.decode("utf-8")
        check(CANARY not in text, "a message to people holds text of a record")
        check(not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text), "a message to people holds control characters")


def limit(kind, size):
    def before():
        resource.setrlimit(kind, (size, size))
    return before


def record(identity, text):
    return json.dumps({"id": str(identity), "text": text}).encode() + b"\n"


def archive(count, text="why is this so complicated " + CANARY):
    return b"".join(record(number, f"{text} {number}") for number in range(1, count + 1))


def ids(outcome):
    return [entry["id"] for entry in outcome.records()]


def expect_all(outcome, count, status=0):
    check(outcome.status == status, f"exit status {outcome.status}: {outcome.err[:300]!r}")
    check(ids(outcome) == [str(number) for number in range(1, count + 1)], f"{len(lines(outcome.out))} labels of {count}, or out of order")


def wait_for(condition, seconds=20):
    end = time.time() + seconds
    while not condition():
        if time.time() > end:
            raise Failure("waited in vain")
        time.sleep(0.01)


def run_cases(program, pattern):
    passed, failed, skipped = 0, [], 0
    for name, function in CASES:
        if pattern and not re.search(pattern, name):
            continue
        start = time.time()
        with tempfile.TemporaryDirectory() as folder:
            try:
                function(program, folder)
                print(f"pass  {name}  {time.time() - start:.1f} s", flush=True)
                passed += 1
            except Skip as reason:
                print(f"SKIP  {name}: {reason}", flush=True)
                skipped += 1
            except Exception as error:  # any fault of a case is a failed case
                print(f"FAIL  {name}: {type(error).__name__}: {error}", flush=True)
                failed.append(name)
    print(f"{passed} passed, {len(failed)} failed, {skipped} skipped")
    return 1 if failed else 0


def main(arguments):
    if not arguments:
        print("usage: run.py PROGRAM [PATTERN]", file=sys.stderr)
        return 2
    return run_cases(Program(arguments[0]), arguments[1] if len(arguments) > 1 else "")
