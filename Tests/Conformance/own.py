"""Cases of our own for what the published suites ask: JSON, tables, UTF-8, strings that break programs. They need nothing but the program."""

import csv
import io
import json

# JSON texts to be taken, each as a member that nobody reads (RFC 8259).
TAKEN = [
    b"null", b"true", b"false", b'""', b"0", b"-0", b"7", b"-7", b"10", b"0.5", b"-0.0", b"1e3", b"1E+3", b"1e-3", b"1.25e+08", b"123456789012345678901234567890", b"1e999", b"-1e-999",
    b"[]", b"{}", b"[ ]", b"{ }", b"[[]]", b"[{}]", b'{"":0}', b'{"a":{"b":{"c":[]}}}', b"[1,2,3]", b"[1 , 2\t,\r3]", b'{"a":1,"a":2}', b'{ "a" : 1 }', b'["",[],{},null,-1.5e1]',
    b'"a"', b'"\\""', b'"\\\\"', b'"\\/"', b'"/"', b'"\\b\\f\\n\\r\\t"', b'"\\u0000"', b'"\\u0041"', b'"\\uABCD"', b'"\\uabcd"', b'"\\uD83D\\uDE00"', b'"\\ud83d"', b'"\\ude00\\ud83d"',
    b'"\x7f"', '"\u00e9"'.encode(), '"\u2028\u2029"'.encode(), '"\U0001f621"'.encode(), '"\ufeff"'.encode(), '"\uffff"'.encode(), b'"&<>"', b'"\'"', b'"{}[],:"', b'"//"',
    b"[" * 500 + b"]" * 500, b'{"a":' * 500 + b"1" + b"}" * 500, b'"' + b"x" * 10_000 + b'"', b"9" * 5_000, b"[" + b"0," * 5_000 + b"0]",
]

# JSON texts to be refused.
REFUSED = [
    b"", b" ", b"nul", b"Null", b"TRUE", b"truee", b"tru e", b"undefined", b"NaN", b"Infinity", b"-Infinity", b"nan", b"00", b"01", b"-01", b"-", b"+1", b"1.", b".5", b"-.5", b"1.e3", b"1e", b"1e+",
    b"1E-", b"0x10", b"1_000", b"1,000", b"--1", b"1.2.3", b"1e5.5", b"1f", b"1 2", b"'a'", b"a", b"[", b"]", b"{", b"}", b"[1", b"[1,", b"[1,]", b"[,1]", b"[1,,2]", b"[1 2]", b"[1}", b"{]", b"[1;2]",
    b"[1]]", b'{"a"}', b'{"a":}', b'{"a" 1}', b'{"a"=1}', b'{"a":1,}', b'{,"a":1}', b'{"a":1 "b":2}', b"{a:1}", b"{1:1}", b"{'a':1}", b"{null:1}", b'{"a":1}}', b'{"a":1,,"b":2}', b'{"a"::1}', b'{"a":1:2}',
    b'"', b'"a', b'"\\"', b'"\\"a', b'"\\x41"', b'"\\a"', b'"\\0"', b'"\\u"', b'"\\u1"', b'"\\u12"', b'"\\u123"', b'"\\u123g"', b'"\\U0041"', b'"\\ "', b'"\\\t"', b'"a\tb"', b'"a\x00b"', b'"a\x1fb"',
    b'"a" "b"', b"1//", b"1/**/", b"/*1*/1", b"#1", b"[1]#", b"\xef\xbb\xbf1", b"\x0b1", b"\x0c1", b"\xa01", "\u20281".encode(), "\u201ca\u201d".encode(), b"\\n1", b"\\u0031", b"true,", b"(1)",
    b"[" * 20_000, b"[" * 20_000 + b"]" * 20_000, b'{"a":' * 20_000, b'["', b'{"a', b'{"a":"', b"\x00", b"\xff", b"[\xff]", b'{"a":\xc3\xa9}', b"?", b"<x/>", b"@", b"`a`", b"\"\"\"a\"\"\"",
]

# Tables: what is written, and the rows behind the header (RFC 4180, and what real exports do).
TABLES = [
    ("plain", b"id,text\n1,a\n2,b\n", [["1", "a"], ["2", "b"]]), ("no last line end", b"id,text\n1,a", [["1", "a"]]), ("both line ends", b"id,text\r\n1,a\r\n2,b\n", [["1", "a"], ["2", "b"]]),
    ("quoted cells", b'id,text\n"1","a"\n', [["1", "a"]]), ("a separator in a cell", b'id,text\n1,"a,b"\n', [["1", "a,b"]]), ("a line end in a cell", b'id,text\n1,"a\nb"\n2,c\n', [["1", "a\nb"], ["2", "c"]]),
    ("doubled marks", b'id,text\n1,"a ""b"" c"\n', [["1", 'a "b" c']]), ("only doubled marks", b'id,text\n1,""""\n', [["1", '"']]), ("an empty quoted cell", b'id,text\n1,""\n', [["1", ""]]),
    ("a mark inside a bare cell", b'id,text\n1,a 5" nail\n', [["1", 'a 5" nail']]), ("empty cells", b"id,text,x\n,a,\n1,,\n", [["", "a", ""], ["1", "", ""]]), ("blanks stay", b"id,text\n 1 , a \n", [[" 1 ", " a "]]),
    ("a byte-order mark", b"\xef\xbb\xbfid,text\n1,a\n", [["1", "a"]]), ("letters beyond ASCII", "id,text\n1,\u00e9\u4e2d\U0001f621\n".encode(), [["1", "\u00e9\u4e2d\U0001f621"]]),
    ("a quoted header", b'"id","text"\n1,a\n', [["1", "a"]]), ("a header over two lines", b'id,"te\nxt",text\n1,2,a\n', [["1", "2", "a"]]), ("a CRLF in a cell", b'id,text\r\n1,"a\r\nb"\r\n', [["1", "a\r\nb"]]),
    ("no rows", b"id,text\n", []), ("one column and marks", b'text\n"a"\n"b"\n', [["a"], ["b"]]), ("a NUL in a cell", b"id,text\n1,a\x00b\n", [["1", "a\x00b"]]), ("columns of one name", b"id,text,x,x\n1,a,2,3\n", [["1", "a", "2", "3"]]),
    ("a row of formulas", b"id,text\n=1,+2\n", [["=1", "+2"]]), ("marks that follow one another", b'id,text\n1,"a"""\n', [["1", 'a"']]), ("a long cell", b"id,text\n1," + b"x" * 100_000 + b"\n", [["1", "x" * 100_000]]),
]

# Bytes that are or are not UTF-8, each between two letters; one U+FFFD for each longest beginning of a character (Unicode, "maximal subpart"), as Python decodes.
SEQUENCES = [
    # the first and the last of each length
    "7f", "c280", "dfbf", "e0a080", "ed9fbf", "ee8080", "efbfbf", "efbfbd", "f0908080", "f48fbfbf",
    # bytes that begin nothing, beginnings without their rest
    "80", "bf", "8080", "80bf80", "c3", "c3c3", "e2", "e282", "e2e282", "f0", "f09f", "f09f98", "f09fc3a9", "c3e282ac", "e28228", "f09f9828",
    # too long forms, surrogates, beyond the last character
    "c080", "c1bf", "e08080", "e09fbf", "f0808080", "f08fbfbf", "eda080", "edbfbf", "eda0bdedb880", "f4908080", "f7bfbfbf", "f8888080", "fc8480808080", "fe", "ff", "feff", "fefe", "ffff",
    # good ones among bad ones
    "c3a9ffc3a9", "ffe282acff", "e282acf0", "f09f98a180", "61ff62fe63",
]

# Strings of our own that break programs; each comes back as it went in.
NAUGHTY = [
    "", " ", "0", "-1", "1e1000", "NaN", "null", "undefined", "true", "None", "\\", "\\\\", "\\n", "\"", "'", "`", "''", "\"\"", "%s%n%x", "%00", "${PATH}", "$(id)", "`id`", "; ls", "| ls", "&& ls", "../../x", "C:\\x\\..",
    "<script>alert(1)</script>", "<!--", "-->", "]]>", "<?xml?>", "&amp;", "&#0;", "&#x110000;", "' OR 1=1 --", "{{7*7}}", "{%x%}", "#{x}", "=1+1", "@x", "\t", "\n", "\r\n", "a\u0000b", "\u0001\u001f\u007f", "\u0080\u009f",
    "\u00a0", "\u00ad", "\u034f", "\u061c", "\u180e", "\u200b\u200c\u200d", "\u200e\u200f", "\u2028", "\u2029", "\u202e\u202d", "\u2060", "\u2066\u2069", "\ufeff", "\ufff9\ufffb", "\ufffd", "\ufffe", "\uffff", "\U000e0001",
    "\U000e0041", "\U0010ffff", "e\u0301", "\u00e9", "a" + "\u0300" * 200, "\u0130\u0131", "\u00df\u1e9e", "\ufb03", "\uff21\uff41", "\u0661\u0662", "\u4e2d\u6587", "\u0627\u0644\u0639", "\u05e9\u05dc\u05d5\u05dd",
    "\u0e44\u0e17\u0e22", "\uac00\u1100\u1161", "\U0001f621", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f44d\U0001f3fd", "\U0001f1e9\U0001f1ea\U0001f1eb", "1\ufe0f\u20e3", "\u2764\ufe0f", "\u0c1c\u0c4d\u200c\u0c1e\u0c3e",
    "\ufdfa", "\ufdfd" * 40, "\u0360" * 30, "x" * 5000, "not " * 1000, "(" * 1000, ">" * 1000, "\u201c" * 500, "?!" * 500, ":)" * 500,
]


def check(suites):
    """Counts all cases; of these every one has to be reached."""
    for taken, texts in [(True, TAKEN), (False, REFUSED)]:
        for number, text in enumerate(texts):
            outcome = suites.run(["score", "--from", "ndjson"], b'{"id":"1","text":"x","v":' + text + b"}\n")
            good = (outcome.returncode, outcome.stdout.count(b"\n")) == ((0, 1) if taken else (1, 0))
            suites.count(f"own: JSON to be {'taken' if taken else 'refused'}", good, f"{number}: {text[:40]!r}", f"status {outcome.returncode}")
    for name, data, rows in TABLES:
        outcome = suites.run(["score", "--from", "csv", "--to", "csv", "--keep", "--csv-raw"], data)
        width = len(next(csv.reader(io.StringIO(data.decode("utf-8-sig").replace("\x00", "\ufffd"), newline=""))))
        found = [row[:width] for row in csv.reader(io.StringIO(outcome.stdout.decode("utf-8").replace("\x00", "\ufffd"), newline=""))][1:]
        suites.count("own: tables", found == [[cell.replace("\x00", "\ufffd") for cell in row] for row in rows], name, f"{str(found)[:80]}")
    records = b"".join(b'{"text":"a' + bytes.fromhex(sequence) + b'b"}\n' for sequence in SEQUENCES)
    labels = suites.run(["score", "--from", "ndjson", "--encoding", "utf-8", "--keep", "--ascii"], records).stdout.split(b"\n")[:-1]
    for sequence, label in zip(SEQUENCES, labels + [b"{}"] * len(SEQUENCES)):
        suites.count("own: UTF-8", json.loads(label).get("text") == "a" + bytes.fromhex(sequence).decode("utf-8", "replace") + "b", sequence, label.decode())
    data = b"".join(json.dumps({"id": str(number), "text": text, "other": text}).encode() + b"\n" for number, text in enumerate(NAUGHTY))
    for words in [["--keep"], ["--keep", "--ascii"]]:
        found = [json.loads(line) for line in suites.run(["score"] + words, data).stdout.decode("utf-8").split("\n")[:-1]]
        for number, text in enumerate(NAUGHTY):
            good = len(found) == len(NAUGHTY) and (found[number]["id"], found[number]["text"], found[number]["other"]) == (str(number), text, text)
            suites.count("own: naughty strings, " + " ".join(words), good, f"{number}: {text[:20]!r}")
