#!/usr/bin/env python3
"""What reading costs in each format: instructions of the same messages written as NDJSON, HTML bodies, CSV, JSON, text and documents of systems.

usage: Benchmarks/formats.py [--program PATH] [--messages N]

Writes messages of the corpus (always the same ones) in every format, labels each file and counts the instructions with valgrind, those of starting taken off:
the same figure on a busy machine and on an idle one. The labels are checked: one a message, and the same stage and score as in NDJSON wherever the text is
the same. Fails if a format is slower than its share of the speed of NDJSON: HTML bodies by byte, the others by message. The program must be linked with
--static-swift-stdlib: callgrind does not run the other one.
"""
import argparse, csv, glob, html, io, json, os, random, re, subprocess, sys, tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TIME = "2026-03-02T09:14:05Z"


def record(number, text, name="text"):
    return {"id": str(number), "account": str(number % 50), "created_at": TIME, name: text}


def ndjson(texts):
    return "".join(json.dumps(record(number, text), ensure_ascii=False) + "\n" for number, text in enumerate(texts))


def markup(text, number):
    """A text as editors of help desks write it: paragraphs, breaks, entities, attributes, now and then a list or a link."""
    lines = [html.escape(line).replace("&#x27;", "&#39;") for line in text.split("\n")]
    body = "<br>".join(lines) if number % 2 else "".join(f'<p style="margin: 0 0 12px">{line}</p>' for line in lines if line)
    if number % 5 == 0:
        body = f'<div class="zd-comment" dir="auto"><span style="font-family: Arial, sans-serif; font-size: 14px">{body}</span>&nbsp;</div>'
    return body + '<img src="https://mail.example.com/open/%d.gif" width="1" height="1">' % number if number % 3 == 0 else body


def html_bodies(texts):
    return "".join(json.dumps(record(number, markup(text, number), "body_html"), ensure_ascii=False) + "\n" for number, text in enumerate(texts))


def table(texts):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["id", "account", "created_at", "text"])
    writer.writerows([str(number), str(number % 50), TIME, text] for number, text in enumerate(texts))
    return out.getvalue()


def array(texts):
    return json.dumps([record(number, text) for number, text in enumerate(texts)], ensure_ascii=False, indent=2)


def compact_array(texts):
    return json.dumps([record(number, text) for number, text in enumerate(texts)], ensure_ascii=False)


def lines(texts):
    return "".join(text.replace("\n", " ") + "\n" for text in texts)


def zendesk(texts):
    """Tickets with the requester's comment."""
    out = []
    for number, text in enumerate(texts):
        comment = {"id": 9000 + number, "author_id": 7, "public": True, "created_at": TIME, "body": text}
        ticket = {"id": number, "url": f"https://acme.example.com/api/v2/tickets/{number}.json", "status": "open", "priority": None, "tags": ["web"],
                  "requester_id": 7, "organization_id": number % 50, "created_at": TIME, "description": text, "comments": [comment]}
        out.append(json.dumps(ticket, ensure_ascii=False) + "\n")
    return "".join(out)


# Name, file, writer, unit of comparison, the share of NDJSON's speed that it must have, whether labels are those of NDJSON.
FORMATS = [
    ("NDJSON", "plain.ndjson", ndjson, None, 1, True),
    ("NDJSON, HTML bodies", "html.ndjson", html_bodies, "byte", 0.6, False),
    ("CSV", "table.csv", table, "message", 1, True),
    ("JSON array, a key a line", "array.json", array, "message", 0.7, True),
    ("JSON array, one line", "compact.json", compact_array, "message", 0.7, True),
    ("text, a message a line", "lines.txt", lines, "message", 0.7, False),
    ("Zendesk tickets", "zendesk.ndjson", zendesk, None, 0, True),
]


def instructions(program, path):
    """The instructions of scoring a file, and the labels."""
    done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, "score", "-j1", path], capture_output=True)
    found = re.search(rb"I\s+refs:\s+([\d,]+)", done.stderr)
    if done.returncode != 0 or not found:
        sys.exit(f"{program} could not be run by valgrind on {os.path.basename(path)}:\n{done.stderr.decode(errors='replace')[-2000:]}")
    return int(found.group(1).replace(b",", b"")), [json.loads(line) for line in done.stdout.splitlines()]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=os.path.join(ROOT, ".build/release/undertone"))
    parser.add_argument("--messages", type=int, default=600)
    parser.add_argument("--files", help="write the files into this folder and leave them there")
    options = parser.parse_args()
    rows = [json.loads(line) for name in sorted(glob.glob(os.path.join(ROOT, "corpus/labelled/*.ndjson"))) for line in open(name, encoding="utf-8")]
    texts = [row["text"] for row in random.Random(7).sample(rows, options.messages)]
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        folder = options.files or folder
        os.makedirs(folder, exist_ok=True)
        one = os.path.join(folder, "one.ndjson")
        open(one, "w").write('{"text":"hello there"}\n')
        start, plain, figures = instructions(options.program, one)[0], [], {}
        print(f"{len(texts)} messages; {start / 1e6:.0f} million instructions of starting are taken off")
        for name, file, write, unit, share, same in FORMATS:
            path = os.path.join(folder, file)
            with open(path, "w", encoding="utf-8", newline="") as out:
                out.write(write(texts))
            count, labels = instructions(options.program, path)
            count -= start
            figures[name] = {"message": count / len(texts), "byte": count / os.path.getsize(path)}
            plain = plain or labels
            if len(labels) != len(texts):
                failures.append(f"{name}: {len(labels)} labels for {len(texts)} messages")
            agreed = sum(a["stage"] == b["stage"] and a["score"] == b["score"] for a, b in zip(plain, labels))
            if same and agreed != len(texts):
                failures.append(f"{name}: {len(texts) - agreed} labels are not those of NDJSON")
            speed = {unit: figures["NDJSON"][unit] / figures[name][unit] for unit in ("message", "byte")}
            wanted = f"   at least {share:.0%} by {unit}" if unit else ""
            print(f"{name:26}{figures[name]['message']:9.0f} a message{figures[name]['byte']:7.0f} a byte   speed{speed['message']:6.0%} by message"
                  f"{speed['byte']:6.0%} by byte   labels{agreed / len(texts):7.1%} those of NDJSON{wanted}")
            if unit and speed[unit] < share:
                failures.append(f"{name}: {speed[unit]:.1%} of the speed of NDJSON by {unit}, not {share:.0%}")
    if failures:
        sys.exit("\n".join(failures))


main()
