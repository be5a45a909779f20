// The page: every section is drawn anew from what the filter leaves.

const form = document.getElementById("filter");
const section = (name) => document.getElementById(name);
const finding = (name, text) => { section(name).querySelector(".finding").textContent = text; };
const months = (view) => Array.from({ length: view.to - view.from + 1 }, (_, k) => view.from + k);
const COHORTS = ["at risk", "middle", "ready to expand"];
const RISK = ["churn_threat", "going_back", "impatience", "delegation_avoidance"];
const READY = ["expansion_request", "measurable_result", "champion_advocacy", "peer_teaching", "advice_seeking"];

/** Messages by account, for sections that list accounts. */
function byAccount(view) {
  const lists = new Map(view.accounts.map((account) => [account.index, []]));
  for (const i of view.messages) lists.get(messages.account[i])?.push(i);
  return lists;
}

function drawLead(view) {
  const at = (month) => {
    const known = view.accounts.filter((account) => stageAt(account, month) !== NONE);
    return [known.filter((account) => stageAt(account, month) >= 3).length, known.length];
  };
  const [now, all] = at(view.to), [then, allThen] = at(view.from);
  const points = Math.floor(100 * now / all + 0.5) - Math.floor(100 * then / allThen + 0.5);
  document.getElementById("lead").textContent = !all ? "No customer shown here has shown a stage yet."
    : `${percent(now, all)} of customers explore or have adopted the product` + (view.from === view.to || !allThen ? "."
      : points ? `, ${Math.abs(points)} ${Math.abs(points) === 1 ? "point" : "points"} ${points > 0 ? "more" : "fewer"} than in ${monthName(view.from, true)}.` : `, as many as in ${monthName(view.from, true)}.`);
}

function drawTiles(view) {
  const groups = [
    ["accounts", view.accounts],
    ["at risk", view.accounts.filter((a) => a.isAtRisk)],
    ["ready to expand", view.accounts.filter((a) => a.cohort === 2)],
    ["divided", view.accounts.filter((a) => a.divided)],
    ["moved forward", view.accounts.filter((a) => a.direction > 0)],
    ["fell back", view.accounts.filter((a) => a.direction < 0)],
  ];
  section("tiles").replaceChildren(...groups.map(([name, list]) => element("button", { type: "button", class: "tile", onclick: () => behind.accounts(name, list, view) },
    element("b", {}, count(list.length)), element("span", {}, name))));
}

function drawStages(view) {
  const shown = months(view);
  const counts = shown.map((month) => {
    const row = [0, 0, 0, 0, 0, 0];
    for (const account of view.accounts) row[stageAt(account, month)]++;
    return row;
  });
  const open = (k, stage) => behind.accounts(`${stage === NONE ? "no stage" : STAGES[stage]}, ${monthName(shown[k], true)}`, view.accounts.filter((a) => stageAt(a, shown[k]) === stage), view);
  const known = counts.map((row) => row.slice(0, NONE));
  areas(section("stages").querySelector(".chart"), known, shown, open);
  fill("stages", shown.map((month, k) => {
    const total = known[k].reduce((a, b) => a + b, 0);
    return [monthName(month, true), ...[4, 3, 2, 1, 0].map((s) => known[k][s] ? link(`${percent(known[k][s], total)} (${count(known[k][s])})`, () => open(k, s)) : "0"),
      counts[k][NONE] ? link(count(counts[k][NONE]), () => open(k, NONE)) : "0"];
  }));
  const first = known.find((row) => row.some((n) => n)), last = known.at(-1);
  const total = (row) => row.reduce((a, b) => a + b, 0);
  const gains = first ? [0, 1, 2, 3, 4].map((s) => last[s] / Math.max(1, total(last)) - first[s] / Math.max(1, total(first))) : [0];
  const most = gains.indexOf(Math.max(...gains));
  finding("stages", first && gains[most] >= 0.005 ? `The share in ${STAGES[most]} grew most: from ${percent(first[most], total(first))} to ${percent(last[most], total(last))}.` : "");
}

function drawFlow(view) {
  const flows = STAGES.map(() => STAGES.map(() => 0));
  const moved = [0, 0, 0];
  for (const account of view.accounts) {
    const from = stageAt(account, view.from), to = stageAt(account, view.to);
    if (from === NONE && to === NONE) continue;
    flows[from][to]++;
    if (from !== NONE && to !== NONE) moved[Math.sign(to - from) + 1]++;
  }
  const open = (from, to) => behind.accounts(`${from === NONE ? "no stage" : STAGES[from]} → ${to === NONE ? "no stage" : STAGES[to]}`,
    view.accounts.filter((a) => stageAt(a, view.from) === from && stageAt(a, view.to) === to), view);
  ribbons(section("flow").querySelector(".chart"), flows, [monthName(view.from, true), monthName(view.to, true)], open);
  const order = [4, 3, 2, 1, 0, 5];
  fill("flow", order.map((from) => [from === NONE ? "no stage" : STAGES[from], ...order.map((to) => flows[from][to] ? link(count(flows[from][to]), () => open(from, to)) : "0")]));
  finding("flow", `${many(moved[2], "customer")} moved forward, ${count(moved[0])} fell back, ${count(moved[1])} stayed.`);
}

function drawFeeling(view) {
  const cells = STAGES.map(() => FEELINGS.map(() => []));
  for (const i of view.messages) cells[messages.stage[i]][messages.feeling[i]].push(i);
  const most = Math.max(...cells.flat().map((cell) => cell.length));
  const name = (stage) => stage === NONE ? "no stage" : STAGES[stage];
  fill("feeling", [4, 3, 2, 1, 0, 5].map((stage) => [stage === NONE ? "no stage" : stageMark(stage),
    ...cells[stage].map((cell, feeling) => meter(cell.length, most, FEELINGS[feeling], () => behind.messages(`${name(stage)}, ${FEELINGS[feeling]}`, cell))),
    count(cells[stage].reduce((sum, cell) => sum + cell.length, 0))]));
  const staged = cells.slice(0, NONE), all = (k) => staged.reduce((sum, row) => sum + row[k].length, 0);
  const total = all(0) + all(1) + all(2);
  finding("feeling", total ? `${percent(all(2), total)} of the messages with a stage are positive, ${percent(all(0), total)} negative.` : "");
}

/** Cards of accounts with the phrases that say so. */
function drawCards(name, list, signals, stages, view, lists) {
  let shown = 0;
  const box = element("ul", { class: "cards" });
  const more = element("button", { type: "button", class: "more" });
  const add = () => {
    box.append(...list.slice(shown, shown += 6).map((account) => card(account, signals, stages, lists.get(account.index))));
    more.textContent = `Show more (${count(list.length - shown)} left)`;
    more.hidden = shown >= list.length;
  };
  more.addEventListener("click", add);
  add();
  const place = section(name);
  place.replaceChildren(...place.querySelectorAll(":scope > h2, :scope > .how"), list.length ? box : element("p", { class: "note" }, "None."), more);
}
function card(account, signals, stages, mine) {
  const found = new Map();
  const telling = mine.filter((i) => stages.includes(messages.stage[i]) || signals.some((signal) => shows(i, signal)));
  for (const i of telling) {
    for (const entry of evidenceOf(i)) {
      if (!signals.includes(entry.speaksFor) && !stages.includes(STAGES.indexOf(entry.speaksFor))) continue;
      const known = found.get(entry) ?? { weight: signals.includes(entry.speaksFor) ? 100 : 0, list: [] };
      known.weight += entry.weight;
      known.list.push(i);
      found.set(entry, known);
    }
  }
  const warned = signals === RISK ? account.warnings.filter((word) => word !== "divided") : [];
  const best = [...found].sort((a, b) => b[1].weight - a[1].weight).slice(0, 3);
  const words = element("p", { class: "words" });
  best.forEach(([entry, { list }], k) => words.append(k ? ", " : "", link(outside(`“${entry.phrase}”` + (list.length > 1 ? ` × ${list.length}` : "")), () => behind.messages(`${account.name}: “${entry.phrase}”`, list))));
  if (!best.length && telling.length) words.append(link(many(telling.length, "message"), () => behind.messages(account.name, telling)));
  const newest = data.texts && telling.length ? telling.reduce((a, b) => messages.day[b] >= messages.day[a] ? b : a) : null;
  return element("li", {}, element("div", { class: "head" }, element("b", {}, link(outside(account.name), () => behind.messages(account.name, mine))), element("span", { class: "quiet" }, "health " + Math.round(account.health)), stageMark(account.stage), ...warned.map((word) => element("span", { class: "warning" }, word))),
    words, newest === null ? null : behind.quote(data.texts[newest]));
}

const sorting = { key: "health", up: true, shown: 25 };
const KEYS = {
  account: (a, b) => a.name < b.name ? -1 : a.name > b.name ? 1 : 0, health: (a, b) => a.health - b.health, stage: (a, b) => a.stage % NONE - b.stage % NONE, since: (a, b) => a.since - b.since,
  moved: (a, b) => a.direction - b.direction, cohort: (a, b) => a.cohort - b.cohort, messages: (a, b, lists) => lists.get(a.index).length - lists.get(b.index).length, last: (a, b) => a.last - b.last,
};
function drawAccounts(view, lists) {
  const sorted = [...view.accounts].sort((a, b) => (sorting.up ? 1 : -1) * KEYS[sorting.key](a, b, lists) || a.index - b.index);
  fill("accounts", sorted.slice(0, sorting.shown).map((a) => [
    link(outside(a.name), () => behind.messages(a.name, lists.get(a.index))), meter(a.health, 100, a.stage === NONE ? "none" : STAGES[a.stage], null, { text: Math.round(a.health) + "" }),
    stageMark(a.stage), dateOf(a.since), ["↓ back", "–", "↑ forward"][a.direction + 1], spark(a, view.from, view.to), COHORTS[a.cohort], count(lists.get(a.index).length), dateOf(a.last)]));
  const place = section("accounts");
  place.querySelector(".more")?.remove();
  if (sorted.length > sorting.shown) {
    place.append(element("button", { type: "button", class: "more", onclick: () => { sorting.shown += 100; drawAccounts(view, lists); } }, `Show more (${count(sorted.length - sorting.shown)} left)`));
  }
  for (const head of document.querySelectorAll("#t-accounts [data-key]")) {
    if (head.dataset.key === sorting.key) head.setAttribute("aria-sort", sorting.up ? "ascending" : "descending"); else head.removeAttribute("aria-sort");
  }
}
/** Makes the heads of the accounts' columns sort them. */
function makeSortable() {
  for (const head of document.querySelectorAll("#t-accounts [data-key]")) {
    const key = head.dataset.key;
    head.replaceChildren(element("button", { type: "button", onclick: () => {
      sorting.up = sorting.key === key ? !sorting.up : key === "account" || key === "health";
      sorting.key = key;
      draw();
    } }, head.textContent));
  }
}

function drawPeople(view, lists) {
  const divided = view.accounts.filter((account) => account.divided);
  const box = element("ul", { class: "cards grid" }, ...divided.slice(0, 100).map((account) => element("li", {},
    element("div", { class: "head" }, element("b", {}, link(outside(account.name), () => behind.messages(account.name, lists.get(account.index))))),
    element("div", { class: "head" }, ...account.people.filter((p) => p.stage !== NONE).sort((a, b) => b.stage - a.stage).map((p) => element("span", {}, outside(p.name), " ", stageMark(p.stage)))))));
  const place = section("divided");
  place.replaceChildren(...place.querySelectorAll(":scope > h2, :scope > .how"), divided.length ? box : element("p", { class: "note" }, "None."));

  const mine = new Map();
  for (const i of view.messages) if (people[messages.person[i]]?.champion) (mine.get(messages.person[i]) ?? mine.set(messages.person[i], []).get(messages.person[i])).push(i);
  const signs = ["champion_advocacy", "peer_teaching", "expansion_request", "measurable_result"];
  const rows = [...mine].map(([index, list]) => [people[index], list, signs.map((sign) => list.filter((i) => shows(i, sign)))]);
  const sum = (row) => row[2].reduce((total, list) => total + list.length, 0);
  rows.sort((a, b) => sum(b) - sum(a) || a[0].index - b[0].index);
  fill("champions", rows.slice(0, view.isAll ? 12 : 50).map(([person, list, found]) => [link(outside(person.name), () => behind.messages(person.name, list)), outside(person.account.name), stageMark(person.stage),
    ...found.map((some, k) => some.length ? link(count(some.length), () => behind.messages(`${person.name}: ${data.signalWords[data.signals.indexOf(signs[k])]}`, some)) : "0")]));
}

function drawDrivers(view) {
  const rows = data.signals.map((signal, k) => [signal, k]).filter(([signal]) => signal.startsWith("driver_")).map(([, k]) => {
    const inSet = data.sets.map((set) => set.includes(k));
    const cells = [[], [], []];
    for (const i of view.messages) if (inSet[messages.set[i]]) cells[messages.feeling[i]].push(i);
    return { name: data.signalWords[k], cells, total: cells.reduce((sum, cell) => sum + cell.length, 0) };
  }).sort((a, b) => b.total - a.total);
  const most = Math.max(...rows.flatMap((row) => [row.cells[0].length, row.cells[2].length]));
  const open = (row, feeling) => () => behind.messages(`${row.name}, ${FEELINGS[feeling]}`, row.cells[feeling]);
  fill("drivers", rows.map((row) => [row.name, meter(row.cells[0].length, most, "negative", open(row, 0), { back: true }), meter(row.cells[2].length, most, "positive", open(row, 2)),
    row.cells[1].length ? link(count(row.cells[1].length), open(row, 1)) : "0"]));
  const worst = [...rows].sort((a, b) => b.cells[0].length - a.cells[0].length)[0];
  finding("drivers", worst?.cells[0].length ? `Most complaints touch ${worst.name}.` : "");
}

function drawPhrases(view) {
  const lists = entries.map(() => []);
  for (const i of view.messages) {
    for (let k = messages.firstEvidence[i]; k < messages.firstEvidence[i + 1]; k++) lists[messages.evidence[k]].push(i);
  }
  const rows = [4, 3, 2, 1, 0].flatMap((stage) => entries.filter((entry) => entry.speaksFor === STAGES[stage] && lists[entry.index].length)
    .map((entry) => ({ entry, stage, list: lists[entry.index], weight: entry.weight * lists[entry.index].length })).sort((a, b) => b.weight - a.weight || a.entry.index - b.entry.index).slice(0, 5));
  const most = Math.max(0, ...rows.map((row) => row.weight));
  fill("phrases", rows.map(({ entry, stage, list, weight }) => [outside(entry.phrase), stageMark(stage), link(count(list.length), () => behind.messages(`“${entry.phrase}”`, list)),
    meter(weight, most, STAGES[stage], null, { text: count(Math.round(weight)) })]));
}

function drawSure(view) {
  const bins = Array.from({ length: 10 }, () => []), reasons = data.reasons.map(() => []);
  let staged = 0, sure = 0;
  for (const i of view.messages) {
    if (messages.stage[i] === NONE) { reasons[messages.reason[i]]?.push(i); continue; }
    bins[Math.min(9, Math.floor(messages.sure[i] / 10))].push(i);
    staged++;
    if (messages.sure[i] >= 70) sure++;
  }
  const name = (k) => `${k * 10}–${k * 10 + 10}`;
  const open = (k) => behind.messages(`${name(k)} % sure`, bins[k]);
  columns(section("sure").querySelector(".chart"), bins.map((bin) => bin.length), bins.map((_, k) => k * 10 + ""), "exploration", open);
  fill("sure", bins.map((bin, k) => [name(k) + "\u00a0%", bin.length ? link(count(bin.length), () => open(k)) : "0"]));
  finding("sure", staged ? `${percent(sure, staged)} of the stages are at least 70 % sure.` : "");
  const order = reasons.map((_, k) => k).sort((a, b) => reasons[b].length - reasons[a].length || a - b), most = reasons[order[0]].length;
  fill("none", order.map((k) => [data.reasons[k], meter(reasons[k].length, most, "none", () => behind.messages("no stage: " + data.reasons[k], reasons[k]))]));
  const none = view.messages.length - staged;
  finding("none", `${percent(none, view.messages.length)} of ${many(view.messages.length, "message")} show no stage.`);
}

function draw() {
  const filter = { account: form.account.value, person: form.person.value, kind: form.kind.value === "" ? -1 : +form.kind.value, from: +form.from.value, to: Math.max(+form.from.value, +form.to.value) };
  filter.isSet = filter.account || filter.person || filter.kind >= 0 || filter.from > 0 || filter.to < data.months.length - 1;
  const view = select(filter), lists = byAccount(view);
  document.getElementById("shown").textContent = `${many(view.accounts.length, "account")}, ${many(view.messages.length, "message")}`;
  drawLead(view);
  drawTiles(view);
  drawStages(view);
  drawFlow(view);
  drawFeeling(view);
  drawCards("risk", view.accounts.filter((a) => a.isAtRisk).sort((a, b) => a.health - b.health), RISK, [0, 1], view, lists);
  drawCards("ready", view.accounts.filter((a) => a.cohort === 2).sort((a, b) => b.health - a.health), READY, [3, 4], view, lists);
  drawAccounts(view, lists);
  drawPeople(view, lists);
  drawDrivers(view);
  drawPhrases(view);
  drawSure(view);
}

for (const details of document.querySelectorAll("main details")) details.open = false;
data.kinds.forEach((kind, k) => { if (kind) form.kind.append(element("option", { value: k }, kind)); });
data.months.forEach((_, k) => {
  form.from.append(element("option", { value: k }, monthName(k, true)));
  form.to.append(element("option", { value: k, selected: k === data.months.length - 1 }, monthName(k, true)));
});
document.getElementById("names").append(...accounts.slice(0, 500).map((account) => element("option", { value: account.name })));
document.getElementById("people").append(...people.slice(0, 500).map((person) => element("option", { value: person.name })));
makeSortable();
form.hidden = false;
form.addEventListener("submit", (event) => event.preventDefault());
let waiting = 0;
form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(draw, 120); });
form.addEventListener("reset", () => setTimeout(draw));
let lastWidth = innerWidth;
addEventListener("resize", () => { if (innerWidth !== lastWidth) { lastWidth = innerWidth; draw(); } });
draw();
document.documentElement.dataset.ready = "";
