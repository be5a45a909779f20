#!/usr/bin/env python3
"""Opens pages of `undertone report` in a headless Chromium and uses them as people do.

Usage: check.py UNDERTONE [FOLDER...]      UNDERTONE is the program; lines of the files in FOLDERs are tried as hostile text too.
Ends with status 1 if anything is not as it should be, and with 2 if there is no browser.
"""
import collections
import json
import os
import re
import subprocess
import sys
import tempfile

import browser

HERE = os.path.dirname(os.path.abspath(__file__))
failures = []
checks = 0


def expect(holds, what):
    global checks
    checks += 1
    if not holds:
        failures.append(what)
        print("FAILED: " + what)


def report(program, records, folder, *options):
    """Labels and pages of some messages."""
    labels, page = os.path.join(folder, "labels.ndjson"), os.path.join(folder, "page.html")
    text = "".join(json.dumps(record) + "\n" for record in records)
    with open(labels, "wb") as file:
        file.write(subprocess.run([program, "score", "--evidence", "--keep"], input=text.encode(), stdout=subprocess.PIPE, check=True).stdout)
    subprocess.run([program, "report", labels, "-o", page, *options], check=True)
    with open(labels, encoding="utf-8") as file:
        return page, [json.loads(line) for line in file]


TABLES = """Object.fromEntries([...document.querySelectorAll("table[id]")].map((table) =>
  [table.id, [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent))]))"""
CLICK = """(selector, index) => { const found = document.querySelectorAll(selector)[index];
  found.dispatchEvent(new MouseEvent("click", { bubbles: true, clientX: found.getBoundingClientRect().x + 5, clientY: found.getBoundingClientRect().y + 2 })); }"""
SHOWN = """({ title: document.getElementById("behind-title").textContent, open: document.getElementById("behind").open,
  ids: [...document.querySelectorAll("#behind .id")].map((id) => id.textContent), text: document.getElementById("behind").innerText })"""


def click(tab, selector, index=0):
    tab.run(f"({CLICK})({json.dumps(selector)}, {index})")


def more(tab):
    """Shows all items of the panel."""
    tab.run("""{ const more = document.querySelector("#behind .more"); while (more && !more.hidden) more.click(); }""")


def close(tab):
    tab.run("""document.getElementById("behind").close()""")


def filter_by(tab, **fields):
    """Sets fields of the filter as a person does; returns what is said to be shown."""
    tab.run("""document.getElementById("filter").reset()""")
    for name, value in fields.items():
        tab.run(f"""{{ const field = document.getElementById("filter").elements[{json.dumps(name)}]; field.value = {json.dumps(value)};
          field.dispatchEvent(new Event("input", {{ bubbles: true }})); }}""")
    tab.run("new Promise((done) => setTimeout(done, 300))")
    return tab.run("""document.getElementById("shown").textContent""")


def quiet(tab, what):
    expect(not tab.complaints(), f"{what}: the browser complains: {tab.complaints()[:3]}")
    expect(not tab.requests(), f"{what}: something is asked for: {tab.requests()[:3]}")


def check_without_scripts(tab, page, what):
    """What stands in the page without scripts is what the script shows."""
    tab.open(page, scripts=False)
    written = tab.run(TABLES)
    lead = tab.run("""document.getElementById("lead").textContent""")
    tab.open(page)
    drawn = tab.run(TABLES)
    for name, rows in drawn.items():
        expect(rows == written[name][:len(rows)], f"{what}: {name} reads otherwise without scripts: {[pair for pair in zip(rows, written[name]) if pair[0] != pair[1]][:2]}")
        expect(rows or name == "t-champions" or name == "t-phrases", f"{what}: {name} is empty")
    expect(lead == tab.run("""document.getElementById("lead").textContent"""), f"{what}: the lead reads otherwise without scripts")


def check_structure(tab, page, what):
    for dark in (False, True):
        tab.open(page, dark=dark)
        tab.run("""document.querySelectorAll("details").forEach((details) => details.open = true)""")
        low = tab.run(CONTRAST)
        expect(not low, f"{what}: too little contrast ({'dark' if dark else 'light'}): {low[:4]}")
    levels = tab.run("""[...document.querySelectorAll("h1, h2, h3, h4")].map((head) => +head.tagName[1])""")
    expect(levels[0] == 1 and levels.count(1) == 1 and all(b - a <= 1 for a, b in zip(levels, levels[1:])), f"{what}: headings skip a level: {levels}")
    expect(tab.run("""[...document.querySelectorAll(".chart svg")].every((svg) => svg.closest("section").querySelector("table") && svg.getAttribute("aria-label"))"""), f"{what}: a chart has no table or no name")
    expect(tab.run("""[...document.querySelectorAll("input, select")].every((field) => field.labels.length === 1)"""), f"{what}: a field has no label")
    for width in (320, 390, 768, 1280):
        tab.open(page, width=width, height=800)
        expect(tab.run("document.documentElement.scrollWidth <= innerWidth"), f"{what}: the page is wider than {width}")
    tab.send("Emulation.setEmulatedMedia", media="print")
    expect(tab.run("""getComputedStyle(document.getElementById("filter")).display === "none" """), f"{what}: the filter is printed")
    tab.send("Page.printToPDF", printBackground=True)
    tab.send("Emulation.setEmulatedMedia", media="")


# Text whose contrast with what is behind it is below 4.5 to 1 (3 to 1 for large text).
CONTRAST = """(() => {
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => { const c = [r, g, b].map((v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]; };
  const behind = (node) => { for (; node; node = node.parentElement) { const c = parse(getComputedStyle(node).backgroundColor); if (c.length < 4 || c[3] > 0.9) return c; } return [255, 255, 255]; };
  const low = [];
  for (const node of document.querySelectorAll("body *")) {
    if (![...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim()) || !node.getClientRects().length || node.closest("script")) continue;
    const style = getComputedStyle(node), front = parse(node instanceof SVGElement ? style.fill : style.color), back = behind(node instanceof SVGElement ? node.closest("div") : node);
    const [a, b] = [light(front), light(back)].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < (parseFloat(style.fontSize) >= 24 ? 3 : 4.5)) low.push(node.textContent.slice(0, 30) + " " + ((a + 0.05) / (b + 0.05)).toFixed(2));
  }
  return low;
})()"""


def check_filter(tab, page, labels):
    """The filter and the panels behind the figures count what a plain loop over the labels counts."""
    tab.open(page)
    def said(text):
        return tuple(int(number.replace(",", "")) for number in re.findall(r"[\d,]*\d", text))
    everyone = (len({label["account"] for label in labels}), len(labels))
    expect(said(filter_by(tab)) == everyone, "filter: not everything is shown at first")
    account = labels[0]["account"]
    mine = [label for label in labels if label["account"] == account]
    expect(said(filter_by(tab, account=account)) == (1, len(mine)), "filter: an account")
    person = mine[0]["contact"]
    expect(said(filter_by(tab, person=person))[1] == sum(label["contact"] == person and label["kind"] != "note" for label in labels), "filter: a person")
    kind = tab.run("data.kinds.indexOf('email')")
    emails = [label for label in labels if label["kind"] == "email"]
    expect(said(filter_by(tab, kind=str(kind)))[1] == len(emails), "filter: a kind")
    spring = [label for label in labels if "2026-03" <= label["created_at"][:7] <= "2026-05"]
    expect(said(filter_by(tab, **{"from": "2", "to": "4"}))[1] == len(spring), "filter: a time")
    expect(tab.run("document.querySelectorAll('#t-stages tbody tr').length") == 3, "filter: months of the chart")
    expect(said(filter_by(tab, account="no such account")) == (0, 0), "filter: nothing")
    quiet(tab, "filter")

    filter_by(tab, kind=str(kind))
    wanted = [label for label in emails if label["stage"] == "anger" and label["sentiment"] == "negative"]
    tab.run("""[...document.querySelectorAll("#t-feeling tbody tr")].find((row) => row.cells[0].textContent === "anger").cells[1].querySelector("button").click()""")
    more(tab)
    shown = tab.run(SHOWN)
    expect(shown["open"] and sorted(shown["ids"]) == sorted(label["id"] for label in wanted), "drill-down: anger, negative")
    close(tab)
    filter_by(tab)
    # Every figure that can be opened shows as many as it says.
    buttons = tab.run("""[...document.querySelectorAll("main .link, main .tile")].filter((button) => button.getClientRects().length).length""")
    expect(buttons > 100, "drill-down: there is little to open")
    wrong = tab.run("""(() => {
      const wrong = [];
      for (const button of [...document.querySelectorAll("main .link, main .tile")]) {
        const number = button.textContent.replace(/^.*\\((.*)\\)$/, "$1").match(/^[\\d,]+/)?.[0];
        button.click();
        const panel = document.getElementById("behind"), title = document.getElementById("behind-title").textContent;
        const said = title.match(/([\\d,]+) (messages?|accounts?)$/)?.[1];
        const more = panel.querySelector(".more");
        while (more && !more.hidden) more.click();
        const found = panel.querySelectorAll(".message").length.toLocaleString("en-US");
        if (!panel.open || said !== found || (number !== undefined && number !== found)) wrong.push([button.textContent, title, found]);
        panel.close();
      }
      return wrong;
    })()""")
    expect(not wrong, f"drill-down: {wrong[:3]}")
    for kind_of in ("#stages .band", "#flow .ribbon", "#sure rect"):
        click(tab, kind_of)
        expect(tab.run(SHOWN)["open"], f"drill-down: {kind_of} opens nothing")
        close(tab)
    quiet(tab, "drill-down")


def check_plays(tab, program, page, labels):
    """Each play stands with the number of accounts that `undertone health` says it is for, the first of them in that state, and what to do and avoid."""
    tab.open(page)
    text = "".join(json.dumps(label) + "\n" for label in labels)
    records = subprocess.run([program, "health", "--now", "latest", "--plays"], input=text.encode(), stdout=subprocess.PIPE, check=True).stdout.decode().splitlines()
    accounts, names = [json.loads(record) for record in records], {}
    for account in accounts:
        for play in account["plays"]:
            names.setdefault(play["for"], (play, set()))[1].add(account["account"])
    cards = tab.run("""[...document.querySelectorAll("#plays .cards > li")].map((card) => ({ name: card.querySelector("b").textContent,
      count: +card.querySelector(".quiet").textContent.match(/[\\d,]+/)[0].replace(/,/g, ""), text: card.innerText, first: [...card.querySelectorAll("bdi")].map((name) => name.textContent),
      seen: card.getBoundingClientRect().height > 0 }))""")
    expect({card["name"]: card["count"] for card in cards} == {name: len(found) for name, (_, found) in names.items()}, f"plays: {[(card['name'], card['count']) for card in cards]}")
    for card in cards:
        play, found = names.get(card["name"], ({"do": [], "avoid": [], "goal": ""}, set()))
        expect(card["seen"] and play["goal"] in card["text"] and all(step in card["text"] for step in play["do"] + play["avoid"]), f"plays: {card['name']} says something else")
        expect(card["first"] and set(card["first"]) <= found, f"plays: {card['name']} is not for {card['first']}")


def check_keyboard(tab, page):
    tab.open(page)
    tab.key("Tab", 9)
    expect(tab.run("document.activeElement.className") == "skip", "keyboard: the first stop is not the way to the figures")
    tab.run("""document.querySelector("#tiles button:nth-child(2)").focus()""")
    tab.key("Enter", 13, "\r")
    expect(tab.run(SHOWN)["open"], "keyboard: Enter opens nothing")
    tab.run("""document.querySelector("#behind .list .link").focus()""")
    tab.key("Enter", 13, "\r")
    expect(tab.run("""!document.querySelector("#behind .back").hidden && document.querySelectorAll("#behind article").length > 0"""), "keyboard: no messages behind an account")
    tab.key("Escape", 27)
    expect(not tab.run(SHOWN)["open"], "keyboard: Escape closes nothing")
    expect(tab.run("document.activeElement.className") == "tile", "keyboard: the place is lost after closing")
    names = """[...document.querySelectorAll("#t-accounts tbody tr")].map((row) => row.cells[0].textContent)"""
    tab.run("""document.querySelector("#t-accounts [data-key=account] button").focus()""")
    tab.key("Enter", 13, "\r")
    rows = tab.run(names)
    expect(rows == sorted(rows) and tab.run("""document.querySelector("[data-key=account]").getAttribute("aria-sort")""") == "ascending", "sorting: by name")
    expect(tab.run("document.activeElement.parentElement.dataset.key") == "account", "sorting: the place is lost")
    tab.key("Enter", 13, "\r")
    back = tab.run(names)
    expect(back == sorted(back, reverse=True) and back != rows, "sorting: by name, backward")
    quiet(tab, "keyboard")


def check_hostile(tab, program, folder, lines, what):
    """Hostile text in every field stays text."""
    texts = ["The old system was better. " + line for line in lines]
    records = [{"id": line, "account": line, "contact": line, "kind": line, "created_at": "2026-0%d-01T00:00:00Z" % (1 + number % 6), "text": text}
               for number, (line, text) in enumerate(zip(lines, texts))]
    page, _ = report(program, records, folder, "--with-text", "--title", lines[0])
    plain = len(tab_nodes(tab, program, folder))
    page, _ = report(program, records, folder, "--with-text", "--title", lines[0])
    tab.open(page)
    tab.run("""{ behind.messages("all", data.accounts ? [...Array(messages.count).keys()] : []); const more = document.querySelector("#behind .more"); while (!more.hidden) more.click(); }""")
    expect(tab.run("window.hurt === undefined"), f"{what}: a script of the text ran")
    strange = tab.run("""[...document.querySelectorAll("*")].map((node) => node.localName).filter((name) => ["img", "iframe", "object", "embed", "base", "link", "audio", "video", "a", "image"].includes(name)).length""")
    expect(strange == 1, f"{what}: {strange - 1} elements out of the text")
    scripted = tab.run("""[...document.querySelectorAll("*")].flatMap((node) => [...node.attributes]).filter((attribute) => attribute.name.startsWith("on") || attribute.name === "srcdoc" || (attribute.name === "style" && !/^((width|background|fill): ?[-\\w.%()]+; ?)*$/.test(attribute.value))).length""")
    expect(scripted == 0, f"{what}: {scripted} attributes with scripts or styles")
    expect(tab.run("document.scripts.length") == 2, f"{what}: scripts out of the text")
    shown = tab.run("""[...document.querySelectorAll("#behind blockquote")].map((quote) => quote.textContent)""")
    expect(len(shown) == len(lines), f"{what}: not every message is shown")
    hidden = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff\u00ad\u200e\u200f\u061c\U000e0000-\U000e0fff\u0000-\u0008\u000b-\u001f\u007f-\u009f]")
    body = tab.run("document.documentElement.textContent") + tab.run("document.title")
    expect(not hidden.search(body), f"{what}: invisible characters are left")
    tame = [text for text in texts if not hidden.search(text) and text.isprintable() and "\u200c" not in text and "\u200d" not in text and len(text) < 1000]
    lost = set(" ".join(text.split()) for text in tame) - set(" ".join(text.split()) for text in shown)
    expect(not lost, f"{what}: {len(lost)} texts are not shown as they are: {sorted(lost)[:2]}")
    quiet(tab, what)
    return plain


def tab_nodes(tab, program, folder):
    page, _ = report(program, [{"id": "1", "account": "a", "contact": "b", "text": "The old system was better."}], folder)
    tab.open(page)
    return tab.run("""[...document.querySelectorAll("*")].map((node) => node.localName)""")


def check_policy(tab, page):
    """The page's own policy stops scripts even if some got in."""
    tab.open(page)
    blocked = tab.run("""(() => { try { document.body.insertAdjacentHTML("beforeend", "<b>x</b>"); return false; } catch { return true; } })()""")
    expect(blocked, "policy: text can become markup")
    tab.run("""try { const script = document.createElement("p"); script.setAttribute("onclick", "window.hurt = 1"); document.body.append(script); script.click(); } catch {}""")
    expect(tab.run("window.hurt === undefined"), "policy: a script in an attribute ran")
    expect(tab.run("fetch('https://example.invalid/').then(() => 'sent', () => 'refused')") == "refused", "policy: the network can be reached")
    expect(tab.run("""getComputedStyle(document.body).backgroundColor""") != "rgba(0, 0, 0, 0)", "policy: the page's own style is refused")


def check_privacy(program, folder, records):
    """Without --with-text no five words of a message, in this order, are in the page."""
    page, labels = report(program, records, folder)
    with open(page, encoding="utf-8") as file:
        html = file.read()
    expect('"texts":' not in html, "privacy: texts in the page")
    block = " ".join(re.findall(r"\w+", html))
    for label in labels:
        words = re.findall(r"\w+", label["text"])
        runs = (" ".join(words[k:k + 5]) for k in range(len(words) - 4))
        leaked = next((run for run in runs if run in block), None)
        expect(leaked is None, f"privacy: words of message {label['id']} are in the page: {leaked}")
        if leaked:
            break
    page, _ = report(program, records, folder, "--with-text")
    with open(page, encoding="utf-8") as file:
        expect('"texts":' in file.read(), "privacy: --with-text has no texts")


def main():
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    if not browser.find():
        print("there is no Chromium; install it, or name it in CHROMIUM")
        return 2
    program = os.path.abspath(sys.argv[1])
    with open(os.path.join(HERE, "../../corpus/sample.ndjson"), encoding="utf-8") as file:
        sample = [json.loads(line) for line in file]
    made = subprocess.run([sys.executable, os.path.join(HERE, "year.py"), "60", "2500"], stdout=subprocess.PIPE, check=True).stdout
    year = [json.loads(line) for line in made.decode().splitlines()]
    with open(os.path.join(HERE, "payloads.txt"), encoding="utf-8") as file:
        payloads = file.read().split("\n")[:-1]
    with tempfile.TemporaryDirectory() as folder, browser.Browser() as tab:
        page, _ = report(program, sample, folder, "--with-text")
        tab.open(page)
        quiet(tab, "sample")
        check_without_scripts(tab, page, "sample")
        check_structure(tab, page, "sample")
        page, labels = report(program, year, folder)
        check_without_scripts(tab, page, "year")
        check_structure(tab, page, "year")
        check_filter(tab, page, labels)
        check_plays(tab, program, page, labels)
        check_keyboard(tab, page)
        check_policy(tab, page)
        check_hostile(tab, program, folder, payloads, "payloads")
        for outside in sys.argv[2:]:
            for name in sorted(os.listdir(outside)):
                with open(os.path.join(outside, name), encoding="utf-8", errors="replace", newline="\n") as file:
                    lines = [line for line in file.read().split("\n") if line.strip()]
                if lines:
                    check_hostile(tab, program, folder, lines, name)
        check_privacy(program, folder, sample)
        big = subprocess.run([sys.executable, os.path.join(HERE, "year.py"), "2000", "100000"], stdout=subprocess.PIPE, check=True).stdout
        page, _ = report(program, [json.loads(line) for line in big.decode().splitlines()], folder)
        size = os.path.getsize(page)
        expect(size < 3_000_000, f"100,000 messages make a page of {size} bytes")
        seconds = tab.open(page)
        expect(tab.run("messages.count") == len(big.splitlines()), "100,000 messages: not all are there")
        quiet(tab, "100,000 messages")
        print(f"100,000 messages: {size / 1e6:.2f} MB, opened and drawn in {seconds:.2f} s")
    print(f"{checks} checks, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
