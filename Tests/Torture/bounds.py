"""Bounds, names and surroundings: lexicons, packed inputs and account names that are made to be slow; names that are no text; nothing but the named files touched."""

import gzip
import json
import os
import pty
import re
import resource
import shutil
import subprocess
import termios
import threading

from harness import CANARY, Skip, archive, case, check, expect_all, ids, limit, lines, record


def write(folder, name, data):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)
    return path


# Lexicons


def lexicon(folder, name, **files):
    for file, text in files.items():
        write(folder, f"{name}/{file.replace('__', '/')}.tsv", text.encode())
    return os.path.join(folder, name)


@case
def lexicons_that_are_missing_or_faulty(program, folder):
    outcome = program.run(["score", "--lexicons", os.path.join(folder, "none")], archive(3))
    check(outcome.status == 2 and b"/none'" in outcome.err and not outcome.out, f"{outcome.status} {outcome.err}")
    bad = lexicon(folder, "bad", stage__anger="[a]\nold way\t2\nnew (way\t2\n")
    outcome = program.run(["score", "--lexicons", bad], archive(3))
    check(outcome.status == 2 and b"stage/anger.tsv:3:5: " in outcome.err and not outcome.out, f"{outcome.status} {outcome.err}")


@case
def a_lexicon_of_a_hundred_thousand_entries(program, folder):
    phrases = "".join(f"(old{n % 997}|new{n % 991}) ({n}a|{n}b {n % 31}c)? thing{n % 9973} (x|y{n % 7} z)\t2\n" if n % 3 else f"word{n % 4999}* ~3 end{n}\t1\n" for n in range(50000))
    path = lexicon(folder, "large", stage__anger="[a]\n" + phrases, stage__refusal="[a]\n" + phrases.replace("thing", "matter"))
    outcome = program.run(["score", "--lexicons", path], record(1, "old5 thing5 x"), seconds=300, before=limit(resource.RLIMIT_AS, 3 << 30))
    expect_all(outcome, 1)
    check(b'"stage":"anger"' in outcome.out, outcome.out)
    check(outcome.peak < 1 << 30, f"peak memory {outcome.peak >> 20} MB")


@case
def lexicons_that_are_too_much_are_refused(program, folder):
    doubling = "[s0]\nx y\n" + "".join(f"[s{n}]\n(<s{n - 1}>|p <s{n - 1}>|q <s{n - 1}>|r)\n" for n in range(1, 15))
    for name, files in [
        ("letters", {"stage__anger": "[a]\nx" + "[abcdefg]" * 12 + "\t2\n"}), ("doubling", {"set": doubling, "stage__anger": "[a]\n<s14>\t2\n"}),
        ("sections", {"stage__anger": "".join(f"[s{n}]\nold{n} way\t2\n" for n in range(70000))}), ("section", {"stage__anger": "[s]\n" + "".join(f"old{n} way\t2\n" for n in range(70000))}),
        ("sets", {"set": "[s]\n" + "".join(f"one{n} two{n}\n" for n in range(40000)), "stage__anger": "[a]\n" + "".join(f"<s> <s> end{n}\t2\n" for n in range(3000))}),
    ]:
        outcome = program.run(["score", "--lexicons", lexicon(folder, name, **files)], archive(1), seconds=120, before=limit(resource.RLIMIT_AS, 2 << 30))
        check(outcome.status == 2 and not outcome.out and b".tsv:" in outcome.err, f"{name}: {outcome.status} {outcome.err[-300:]}")


# Packed inputs


@case
def packed_inputs(program, folder):
    data = archive(100)
    packed = gzip.compress(data)
    whole = {
        "one": packed, "members": gzip.compress(data[:3000]) + gzip.compress(data[3000:]), "named.txt": packed, "zeros.gz": packed + bytes(512),
    }
    if shutil.which("zstd"):
        def squeezed(part):
            return subprocess.run(["zstd", "-c"], input=part, capture_output=True, check=True).stdout
        whole.update({"z": squeezed(data), "frames.zst": squeezed(data[:3000]) + squeezed(data[3000:]), "passed-over.zst": b"\x53\x2a\x4d\x18\x04\0\0\0note" + squeezed(data)})
    for name, content in whole.items():
        expect_all(program.run(["score", write(folder, name, content)], env={"PATH": os.environ["PATH"]}), 100)
    check(program.run(["score", write(folder, "empty.gz", gzip.compress(b""))], env={"PATH": os.environ["PATH"]}).status == 0, "an empty one")
    for name, content in [("cut.gz", packed[:-20]), ("sum.gz", packed[:-8] + b"\0\0\0\0" + packed[-4:])]:
        outcome = program.run(["score", write(folder, name, content)], env={"PATH": os.environ["PATH"]})
        check(outcome.status == 3 and b"could not unpack" in outcome.err and ids(outcome) == [str(n) for n in range(1, len(ids(outcome)) + 1)], f"{name}: {outcome.status} {outcome.err}")
    outcome = program.run(["score", write(folder, "none.gz", packed)], env={"PATH": folder})
    check(outcome.status == 3 and b"there is no program 'gzip'" in outcome.err, outcome.err)


@case
def a_small_file_that_opens_to_a_large_line(program, folder):
    path = os.path.join(folder, "bomb.gz")
    with gzip.open(path, "wb", 9) as file:
        for _ in range(200):
            file.write(bytes(1 << 20))
        file.write(b"\n" + record(2, "fine"))
    outcome = program.run(["score", "--from", "ndjson", path], seconds=300, env={"PATH": os.environ["PATH"]})
    check(ids(outcome) == ["2"] and outcome.status == 1 and b":1: the record is longer than" in outcome.err, f"{outcome.status} {outcome.err}")
    check(outcome.peak < 200 << 20, f"peak memory {outcome.peak >> 20} MB")


# Names


@case
def names_that_are_no_utf8(program, folder):
    folder = os.fsencode(folder)
    for name in [b"caf\xe9", b"\xff\xfe", b"\xc3", b"\xf4\x8f\xb8\x80", b"\xed\xa0\x80x", "\U0010fe41\udcff".encode("utf-8", "surrogateescape")]:
        path = os.path.join(folder, name + b".ndjson")
        with open(path, "wb") as file:
            file.write(archive(2))
        expect_all(program.run([b"score", path]), 2)
        expect_all(program.run([b"score", b"--filename", path]), 2)
        outcome = program.run([b"score", b"-o", path + b".out", path])
        check(outcome.status == 0 and os.path.exists(path + b".out"), f"{name}: {outcome.status} {outcome.err}")
        check(program.run([b"score", path + b"?"]).status == 3, f"{name}: something missing is found")
        listed = program.run([b"score", b"--files-from", b"-"], path + b"\n")
        expect_all(listed, 2)
        shutil.rmtree(folder + b"/lexicons", ignore_errors=True)
        os.makedirs(folder + b"/lexicons/" + name)
        outcome = program.run([b"lexicon", b"check", folder + b"/lexicons/" + name])
        check(outcome.status == 2 and b"there are no lexicons" in outcome.err, f"{name}: {outcome.err}")


@case
def no_memory_is_lost(program, folder):
    """Every batch gives back what it took: nothing is lost on two workers, however much comes."""
    if not shutil.which("valgrind"):
        raise Skip("valgrind is not installed")
    path = write(folder, "many.ndjson", archive(12000))
    labels = os.path.join(folder, "labels.ndjson")
    for words in [["score", "-j2", path, "-o", labels], ["score", "-j2", "--evidence", "--keep", path], ["health", "-j2", labels]]:
        done = subprocess.run(["valgrind", "--leak-check=full", program.path, *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=300)
        check(done.returncode == 0 and b"definitely lost: 0 bytes" in done.stderr, f"{words[:2]}: {[line for line in done.stderr.splitlines() if b'definitely' in line][-2:]}")


@case
def account_names_that_collide(program, folder):
    """As many names as they come with one value under h = 31 h + c, against random ones: the steps are counted by valgrind, so a busy machine changes nothing."""
    if not shutil.which("valgrind"):
        raise Skip("valgrind is missing")
    size = 11
    colliding = ["".join("BB" if number >> bit & 1 else "Aa" for bit in range(size)) for number in range(1 << size)]
    other = ["".join("xY" if number >> bit & 1 else "pQ" for bit in range(size)) for number in range(1 << size)]
    steps = []
    for names in [other, colliding]:
        data = b"".join(b'{"id":"%d","account":"%s","contact":"%s","stage":"anger","confidence":0.9}\n' % (n, name.encode(), name.encode()) for n, name in enumerate(names))
        path = write(folder, "labels.ndjson", data)
        done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program.path, "health", "-j1", path], capture_output=True, env={"PATH": os.environ["PATH"]})
        check(done.returncode == 0 and len(lines(done.stdout)) == len(names), done.stderr[-300:])
        steps.append(int(re.search(rb"I\s+refs:\s+([\d,]+)", done.stderr).group(1).replace(b",", b"")))
    check(steps[1] < steps[0] * 1.5, f"{steps[0]} steps for names as they come, {steps[1]} for colliding ones")


# Surroundings


@case
def nothing_is_left_behind(program, folder):
    places = [os.path.join(folder, name) for name in ("work", "home", "temporary")]
    for place in places:
        os.mkdir(place)
    outcome = program.run(["score", "--evidence", "--keep"], archive(500), cwd=places[0], env={"HOME": places[1], "TMPDIR": places[2]})
    expect_all(outcome, 500)
    check(not any(os.listdir(place) for place in places), "something is left behind")


@case
def no_network_is_asked_for(program, folder):
    if not shutil.which("strace"):
        raise Skip("strace is missing")
    log = os.path.join(folder, "calls")
    done = subprocess.run(["strace", "-f", "-qq", "-e", "trace=network", "-o", log, program.path, "score"], input=archive(50), capture_output=True)
    if not os.path.exists(log) or done.returncode != 0:
        raise Skip("strace cannot run here")
    with open(log, errors="replace") as file:
        check(not re.search(r"\bAF_INET6?\b", file.read()), "a socket was opened")


@case
def a_terminal_gets_no_commands(program, _):
    texts = ["\x1b]0;x\x07", "\x1b[2J", "\x9b31m", "\u202eevil", "\x08\x08", "a\u200bb\u2028c", "\x00\x7f"]
    data = b"".join(json.dumps({"id": text, "text": f"why is this so hard {text} {CANARY}"}).encode() + b"\n{bad " + text.encode() + b"\n" for text in texts)
    for words in [["score"], ["score", "--keep"], ["explain", "--from", "ndjson"]]:
        master, slave = pty.openpty()
        settings = termios.tcgetattr(slave)
        settings[1] &= ~termios.OPOST
        termios.tcsetattr(slave, termios.TCSANOW, settings)
        process = program.start(words, stdin=subprocess.PIPE, stdout=slave, stderr=slave, env={"TERM": "xterm"})
        os.close(slave)
        shown = bytearray()

        def drain():
            while True:
                try:
                    piece = os.read(master, 65536)
                except OSError:
                    return
                if not piece:
                    return
                shown.extend(piece)
        reader = threading.Thread(target=drain)
        reader.start()
        process.stdin.write(data)
        process.stdin.close()
        check(process.wait(30) == 1, f"{words}: {process.returncode}")
        reader.join(10)
        os.close(master)
        plain = re.sub("\x1b\\[[0-9;]*m|\x1b\\[0?K|\r", "", shown.decode("utf-8"))
        found = re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u202e]", plain)
        check(plain and not found, f"{words}: {found and found.group()!r} on the terminal")
