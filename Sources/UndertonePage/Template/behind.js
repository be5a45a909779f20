// What is behind a figure: a panel with the accounts or messages that it counts.

const behind = (() => {
  const panel = document.getElementById("behind"), list = panel.querySelector(".list"), back = panel.querySelector(".back");
  const past = [];
  const step = 40;

  function open(title, make) {
    past.push([title, make]);
    draw();
    if (!panel.open) panel.showModal();
  }
  function draw() {
    const [title, make] = past.at(-1);
    document.getElementById("behind-title").replaceChildren(outside(title));
    list.replaceChildren(...make());
    back.hidden = past.length < 2;
    panel.scrollTop = 0;
  }
  /** Shows some of the items, and more on demand. */
  function* parts(items, make) {
    const box = element("div");
    const more = element("button", { type: "button", class: "more" }, "");
    let shown = 0;
    const add = () => {
      box.append(...items.slice(shown, shown += step).map(make));
      more.textContent = `Show more (${count(items.length - shown)} left)`;
      more.hidden = shown >= items.length;
    };
    more.addEventListener("click", add);
    add();
    yield box;
    yield more;
  }

  function message(i) {
    const account = accounts[messages.account[i]], person = people[messages.person[i]];
    const stage = messages.stage[i];
    const meta = element("div", { class: "meta" },
      element("span", {}, dateOf(messages.day[i])), outside(account.name), person && person.name !== account.name ? outside(person.name) : null,
      data.kinds[messages.kind[i]] ? outside(data.kinds[messages.kind[i]]) : null,
      stage === NONE ? element("span", { class: "quiet" }, "no stage: " + data.reasons[messages.reason[i]]) : element("span", {}, stageMark(stage), ` ${messages.sure[i]}\u00a0% sure`),
      element("span", {}, FEELINGS[messages.feeling[i]]), element("span", { class: "id" }, outside(idOf(i))));
    const signals = data.sets[messages.set[i]].map((k) => data.signalWords[k]);
    const found = [...evidenceOf(i)];
    const words = element("p", { class: "how" }, signals.length ? signals.join(" · ") + (found.length ? " — " : "") : null);
    // One phrase may speak for a stage and a feeling.
    const speaks = new Map();
    for (const entry of found) speaks.set(entry.phrase, [...(speaks.get(entry.phrase) ?? []), data.signalWords[data.signals.indexOf(entry.speaksFor)] ?? entry.speaksFor]);
    [...speaks].forEach(([phrase, names], k) => words.append(k ? ", " : "", outside(phrase), ` (${names.join(", ")})`));
    return element("article", { class: "message" }, meta, words, data.texts ? quote(data.texts[i]) : null);
  }
  /** A text with the words marked that decided. */
  function quote([text, ...words]) {
    const box = element("blockquote", { dir: "auto" });
    let at = 0;
    const places = words.filter((word) => word).map((word) => [text.indexOf(word), word]).filter(([place]) => place >= 0).sort((a, b) => a[0] - b[0] || b[1].length - a[1].length);
    for (const [place, word] of places) {
      if (place < at) continue;
      box.append(text.slice(at, place), element("mark", {}, word));
      at = place + word.length;
    }
    box.append(text.slice(at));
    return box;
  }
  function* messageList(items) {
    if (!data.texts) yield element("p", { class: "note" }, "The texts are not in this page. ‘undertone report --with-text’ puts them in.");
    yield* parts([...items].sort((a, b) => messages.day[b] - messages.day[a] || b - a), message);
  }
  function* accountList(items, view) {
    const mine = new Map(items.map((account) => [account.index, []]));
    for (const i of view.messages) mine.get(messages.account[i])?.push(i);
    yield* parts([...items].sort((a, b) => b.health - a.health), (account) => element("div", { class: "message meta" },
      link(outside(account.name), () => behind.messages(account.name, mine.get(account.index))), stageMark(account.stage), element("span", {}, "health " + Math.round(account.health)),
      spark(account, view.from, view.to), element("span", { class: "id" }, many(mine.get(account.index).length, "message"))));
  }

  back.addEventListener("click", () => { past.pop(); draw(); });
  panel.querySelector(".close").addEventListener("click", () => panel.close());
  panel.addEventListener("click", (event) => { if (event.target === panel) panel.close(); });
  panel.addEventListener("close", () => { past.length = 0; list.replaceChildren(); });
  return {
    messages: (title, items) => open(`${title}: ${many(items.length, "message")}`, () => messageList(items)),
    accounts: (title, items, view) => open(`${title}: ${many(items.length, "account")}`, () => accountList(items, view)),
    quote,
  };
})();
