"""Hostile and damaged input: one label for each good record, in order; each bad one named by its line; status 1; no text in messages."""

import os
import random
import re
import resource
import time

from harness import CANARY, archive, case, check, expect_all, ids, limit, lines, record

BAD = [
    b"{", b"[]", b"null", b"7", b"{} {}", b'{"text":"x"', b'{"text":"x"}}', b'{"text":"x",}', b"{text:1}", b'{"text":"\\x"}', b'{"text":"\\u12"}', b'{"text":"a\tb"}',
    b'{"text":"x","n":01}', b'{"text":"x","n":1.}', b'{"text":"x","n":NaN}', b'{"text":"x","n":-Infinity}', b'{"text":"x","t":True}', b"{'text':'x'}", b'{"id":1}',
    b'{"text":"x"} // ' + CANARY.encode(), b"<html>" + CANARY.encode(), b'{"text":"x","y":[1,2}', b'{"text":"x"\x00}', CANARY.encode(),
    b'{"a":' * 20000 + b'"text"', b"[" * 200000,
]


@case
def bad_lines_cost_only_themselves(program, _):
    data = b"".join(record(number + 1, CANARY) + line + b"\n" for number, line in enumerate(BAD)) + record(len(BAD) + 1, CANARY)
    outcome = program.run(["score"], data)
    expect_all(outcome, len(BAD) + 1, status=1)
    named = [int(match) for match in re.findall(rb"^undertone: standard input:(\d+)", outcome.err, re.M)]
    check(named == [2 * number + 2 for number in range(min(len(BAD), 20))], f"named {named}")
    check(b"and %d more" % (len(BAD) - 20) in outcome.err, "the rest is not counted")


@case
def a_message_for_each_bad_line_at_most_twenty(program, _):
    outcome = program.run(["score", "--from", "ndjson"], b"nonsense\n" * 50000)
    check(outcome.status == 1 and not outcome.out and len(lines(outcome.err)) == 21 and b"49980 more" in outcome.err, outcome.err[-200:])


@case
def cut_anywhere(program, _):
    data = record(1, "caf\u00e9 \U0001f600 \"so\"\n") + record(2, CANARY) + b'{"id":"3","text":"caf\xc3\xa9 \\ud83d\\ude00 \\"x\\""}'
    ends = [index + 1 for index in range(len(data)) if data[index:index + 2] == b"}\n"]
    for cut in range(len(data) - 80, len(data)):
        outcome = program.run(["score", "--from", "ndjson"], data[:cut])
        whole = sum(end <= cut for end in ends)
        check(ids(outcome) == ["1", "2"][:whole], f"cut at {cut}: {ids(outcome)}")
        check(outcome.status == (0 if cut in ends or cut - 1 in ends else 1), f"cut at {cut}: status {outcome.status}")
    expect_all(program.run(["score"], data), 3)


@case
def odd_ends_and_beginnings(program, _):
    for data, count in [
        (b"", 0), (b"\n", 0), (b"\n\n\r\n", 0), (archive(2)[:-1], 2), (b"\xef\xbb\xbf" + archive(2), 2), (archive(2).replace(b"\n", b"\r\n"), 2),
        (b"\n \n".join(archive(3).splitlines()) + b"\n\n", 3),
    ]:
        expect_all(program.run(["score"], data), count)


@case
def it_does_not_matter_in_which_pieces_an_input_comes(program, folder):
    """The format is found out by the first bytes; a pipe may give few of them at first."""
    good = archive(40)
    for name, data in [
        ("brackets", b"[" * 90_000 + b"\n" + good), ("markup", b"<html>" + b"x" * 70_000 + b"\n" + good), ("two on a line", good[:-1].replace(b"\n", b" ", 1) + b"\n" + good),
        ("array", b"[" + b",\n".join(good.splitlines()) + b"]"), ("table", b"id,text\n" + b"".join(b'%d,"two\nlines"\n' % n for n in range(40))), ("text", b"hello\n" * 40),
        ("letters", "id;text\n1;caf\u00e9\n".encode("utf-16")), ("no record first", b"null\n7\n" + good), ("mail", b"From a@b.c Mon 10:00\nFrom: a@b.c\nTo: d@e.f\nSubject: x\n\nhello\n\n" * 3),
    ]:
        path = os.path.join(folder, "input")
        with open(path, "wb") as file:
            file.write(data)
        with open(path, "rb") as file:
            whole = program.run(["score"], stdin=file)
        for sizes in [[1, 100_000, 1 << 20], [len(data) // 2, 1 << 20], [7] * 40 + [1 << 20]]:
            reader, writer = os.pipe()
            child = os.fork()
            if child == 0:
                os.close(reader)
                rest = data
                for size in sizes:
                    while rest and size > 0:
                        sent = os.write(writer, rest[: min(size, 65536)])
                        rest, size = rest[sent:], size - sent
                    time.sleep(0.002)
                os._exit(0)
            os.close(writer)
            pieces = program.run(["score"], stdin=reader)
            os.close(reader)
            os.waitpid(child, 0)
            check((pieces.out, pieces.err, pieces.status) == (whole.out, whole.err, whole.status), f"{name} in pieces of {sizes[:2]}: {pieces.status} {pieces.err[:200]}")


@case
def what_stands_before_the_first_record(program, _):
    for first in [b"[" * 100_000, b"null", b"7", b'"x"', b"[1,2]", b"<!DOCTYPE html>", b"warning: " + CANARY.encode(), b"{} {}", b"\x80\x81 x"]:
        outcome = program.run(["score", "--from", "ndjson"], first + b"\n" + archive(5))
        expect_all(outcome, 5, status=1)
        check(b"standard input:1:" in outcome.err, outcome.err)
        check(program.run(["score"], first + b"\n" + archive(5)).out == outcome.out, f"{first[:20]}: another reading without --from")


@case
def an_array_that_is_not_whole(program, _):
    good = archive(5).splitlines()
    for data, count, place in [
        (b"[" + b",\n".join(good), 5, 5), (b"[" + b",\n".join(good) + b",\n]", 5, 5), (b"[" + b",\n".join(good[:2]) + b",,\n" + b",\n".join(good[2:]) + b"]", 5, 2),
        (b"[" + b",\n".join(good) + b",\n" + good[0][:-4], 5, 6), (b"[\n[[", 0, 2),
    ]:
        outcome = program.run(["score", "--from", "json"], data)
        expect_all(outcome, count, status=1)
        check(re.findall(rb"^undertone: standard input:(\d+)", outcome.err, re.M) == [b"%d" % place], f"{data[-30:]}: {outcome.err}")
        check(program.run(["score", "--from", "json", "-j1"], data).err == outcome.err, "another message on one worker")


@case
def keys_written_with_escapes(program, _):
    data = b'{"\\u0069d":"1","te\\u0078t":"why is this so complicated","\\u0061ccount":"a"}\n'
    for words in [[], ["--keep"], ["--evidence"]]:
        outcome = program.run(["score"] + words, data)
        expect_all(outcome, 1)
        check(b'"stage":"anger"' in outcome.out and b'"account":"a"' in outcome.out or "--keep" in words, outcome.out)
        check(program.run(["health"], outcome.out).status == 0, "its label cannot be read")


@case
def of_a_key_that_stands_twice_the_first_counts(program, _):
    outcome = program.run(["score"], b'{"id":"1","id":"2","text":"why is this so complicated","text":"thanks"}\n')
    expect_all(outcome, 1)
    check(b'"stage":"anger"' in outcome.out, outcome.out)


@case
def bytes_that_are_no_text(program, _):
    parts = [b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80", b"\xc0\xaf", b"\xe2\x80", b"\\ud800", b"\\udc00\\ud800", b"\\u0000", b"\x7f", b"\xc2\x9b", b"\xe2\x80\xa8"]
    data = b"".join(b'{"id":"%d","text":"a %s b","contact":"%s"}\n' % (number + 1, part, part) for number, part in enumerate(parts * 2))
    for words in [[], ["--keep"], ["--ascii", "--keep", "--evidence"], ["--redact", "--keep"]]:
        outcome = program.run(["score"] + words, data)
        expect_all(outcome, 2 * len(parts))
        check(not re.search("[\x7f-\x9f\u2028\u2029]", outcome.out.decode("utf-8")), "control characters in labels")
        if "--ascii" in words:
            check(outcome.out.isascii(), "not ASCII")


@case
def a_number_keeps_its_digits(program, _):
    for digits in ["9007199254740993", "1" * 400, "-0.10", "1e400"]:
        outcome = program.run(["score"], b'{"id":%s,"text":"x"}\n' % digits.encode())
        check(ids(outcome) == [digits], f"{digits} became {ids(outcome)}")


@case
def deep_values(program, _):
    for depth in [100, 9_999]:
        for opening, closing in [(b"[", b"]"), (b'{"a":', b"}")]:
            deep = opening * depth + b"1" + closing * depth
            outcome = program.run(["score", "--keep"], b'{"id":"1","text":"x","deep":' + deep + b"}\n")
            check(outcome.status == 0 and deep in outcome.out and b'"stage":' in outcome.out, f"{depth} deep: {outcome.status} {outcome.err}")
    for depth in [100_000, 1_000_000]:
        data = b'{"text":"x","deep":' + b"[" * depth + b"]" * depth + b"}\n" + record(1, "x")
        outcome = program.run(["score"], data, before=limit(resource.RLIMIT_STACK, 1 << 18))
        expect_all(outcome, 1, status=1)
        check(b"standard input:1:" in outcome.err and b"deep" in outcome.err, outcome.err)


@case
def random_damage(program, _):
    source = random.Random(8)
    good = archive(5) + b'{"id":"6","text":"\\u00e9 \\n","x":[1,{"a":null}]}\n'
    for _ in range(40):
        data = bytearray(good)
        for _ in range(source.randrange(1, 8)):
            data[source.randrange(len(data))] = source.choice(b'\x00"\\{}[]:,\n\xff\xc3e1 ')
        for words in [["score", "--from", "ndjson"], ["score", "--keep"], ["score", "--from", "csv", "--fields", "text=id"], ["explain"]]:
            outcome = program.run(words, bytes(data))
            if words[0] == "score" and outcome.status < 2:
                outcome.records()


def long_line(size):
    """A record of so many bytes between two short ones, and its reader."""
    reader, writer = os.pipe()
    if os.fork() == 0:
        os.close(reader)
        os.write(writer, record(1, CANARY) + b'{"id":"x","text":"')
        piece = b"long " * 13107
        try:
            for _ in range(size // len(piece)):
                os.write(writer, piece)
            os.write(writer, b'"}\n' + record(2, CANARY))
        except BrokenPipeError:
            pass
        os._exit(0)
    os.close(writer)
    return reader


def refuse_long_line(program, size):
    reader = long_line(size)
    outcome = program.run(["score"], stdin=reader, seconds=300)
    os.close(reader)
    os.wait()
    expect_all(outcome, 2, status=1)
    check(b"standard input:2: the record is longer than 16777216 bytes" in outcome.err, outcome.err)
    check(outcome.peak < 200 << 20, f"peak memory {outcome.peak >> 20} MB")


@case
def a_line_longer_than_allowed(program, _):
    refuse_long_line(program, 100 << 20)


@case
def a_line_of_two_gigabytes(program, _):
    refuse_long_line(program, 2 << 30)


@case
def memory_does_not_grow_with_the_archive(program, folder):
    peaks = []
    for copies in [20, 200]:
        path = os.path.join(folder, "in.ndjson")
        with open(path, "wb") as file:
            for _ in range(copies):
                file.write(archive(1000))
        outcome = program.run(["score", "-j2", path], stdout=open(os.devnull, "wb"))
        check(outcome.status == 0, outcome.err)
        peaks.append(outcome.peak)
    check(peaks[1] < peaks[0] + (16 << 20), f"peaks of {peaks[0] >> 20} and {peaks[1] >> 20} MB")


@case
def a_quotation_mark_that_is_never_closed(program, _):
    data = b'id,text\n1,a 5" nail\n2,"never ' + CANARY.encode() + b'\n3,fine\n4,"say ""yes"""\n'
    outcome = program.run(["score"], data)
    check(ids(outcome) == ["1", "3", "4"] and outcome.status == 1 and b"standard input:3:" in outcome.err, f"{ids(outcome)} {outcome.err}")
