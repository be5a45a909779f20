// Drawing: elements, tables, bars and charts. Text only ever becomes text nodes.

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") node.addEventListener("click", value);
    else if (value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}
function shape(tag, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") node.addEventListener("click", value);
    else if (name === "fill" && value.startsWith("--")) node.style.fill = `var(${value})`;
    else node.setAttribute(name, typeof value === "number" ? Math.round(value * 100) / 100 : value);
  }
  node.append(...children);
  return node;
}
const count = (n) => n.toLocaleString("en-US");
const percent = (part, whole) => (whole ? Math.floor(100 * part / whole + 0.5) : 0) + "\u00a0%";
const many = (n, one, more = one + "s") => count(n) + " " + (n === 1 ? one : more);
/** Text from outside: kept apart from the direction of the words around it. */
const outside = (text) => element("bdi", {}, text);
const stageMark = (stage) => element("span", { class: "stage", "data-stage": STAGES[stage] }, STAGES[stage]);

/** A number that opens what is behind it. */
function link(text, show) { return element("button", { type: "button", class: "link", onclick: show }, text); }

/** Puts rows into a table; a cell is a text or a node, the first one heads its row. */
function fill(name, rows) {
  const table = document.getElementById("t-" + name);
  const heads = [...table.tHead.rows[0].cells];
  table.tBodies[0].replaceChildren(...rows.map((row) => element("tr", {}, ...row.map((cell, column) => {
    const attributes = { class: heads[column].className || undefined };
    return column === 0 ? element("th", { scope: "row", ...attributes }, cell) : element("td", attributes, cell);
  }))));
}

/** A bar with its number; the number opens what is behind it. */
function meter(value, most, colour, show, { back = false, text = count(value) } = {}) {
  const bar = element("i");
  bar.style.width = (most ? 100 * value / most : 0) + "%";
  bar.style.background = `var(--${colour})`;
  const number = show && value ? link(text, show) : element("span", {}, text);
  return element("div", { class: "meter" + (back ? " back" : "") + (value ? "" : " zero") }, ...(back ? [number, bar] : [bar, number]));
}

/** Moves labels apart so that they do not cover each other. */
function spread(places, least, low, high) {
  const order = places.map((_, i) => i).sort((a, b) => places[a] - places[b]);
  let last = low - least;
  for (const i of order) last = places[i] = Math.max(places[i], last + least);
  let next = high + least;
  for (const i of order.reverse()) next = places[i] = Math.min(places[i], next - least);
  return places;
}

/** Areas of shares over the months, best stage on top. `counts[month][stage]`; `show(month, stage)` opens what is behind. */
function areas(box, counts, months, show) {
  const width = Math.max(300, box.clientWidth), height = width < 520 ? 240 : 320;
  const left = 42, right = width < 520 ? 132 : 140, top = 10, bottom = 44;
  const x = (k) => left + (months.length > 1 ? k / (months.length - 1) : 0.5) * (width - left - right);
  const y = (share) => top + (1 - share) * (height - top - bottom);
  const totals = counts.map((row) => row.reduce((a, b) => a + b, 0));
  const share = (k, stages) => totals[k] ? stages.reduce((sum, stage) => sum + counts[k][stage], 0) / totals[k] : 0;
  const known = months.map((_, k) => k).filter((k) => totals[k] > 0);
  const svg = shape("svg", { viewBox: `0 0 ${width} ${height}`, height, role: "img", "aria-label": "Share of customers by stage over the months; the table below has the numbers" });
  for (const tick of [0, 0.25, 0.5, 0.75, 1]) {
    svg.append(shape("line", { class: "rule", x1: left, x2: width - right, y1: y(tick), y2: y(tick) }),
      shape("text", { class: "axis", x: left - 6, y: y(tick) + 4, "text-anchor": "end" }, percent(tick, 1)));
  }
  const readout = element("p", { class: "readout" });
  const say = (k) => { readout.textContent = monthName(months[k], true) + ": " + [4, 3, 2, 1, 0].map((s) => `${STAGES[s]} ${percent(counts[k][s], totals[k])}`).join(" · ") + ` of ${many(totals[k], "customer")}`; };
  const monthAt = (event) => {
    const place = (event.clientX - svg.getBoundingClientRect().left) * width / svg.getBoundingClientRect().width;
    return known.reduce((best, k) => Math.abs(x(k) - place) < Math.abs(x(best) - place) ? k : best, known[0]);
  };
  const below = [];
  const middles = [];
  for (let stage = 0; stage < NONE; stage++) {
    const at = (k, stages) => known.length > 1 ? [[x(k), y(share(k, stages))]] : [[left, y(share(k, stages))], [width - right, y(share(k, stages))]];
    const upper = known.flatMap((k) => at(k, [...below, stage])), lower = known.flatMap((k) => at(k, below)).reverse();
    const path = "M" + [...upper, ...lower].map((point) => point.map((v) => v.toFixed(1)).join(" ")).join("L") + "Z";
    if (known.some((k) => counts[k][stage])) svg.append(shape("path", { class: "band hand", d: path, fill: "--" + STAGES[stage], "data-stage-band": STAGES[stage], onclick: (event) => show(monthAt(event), stage) }));
    const end = known.at(-1);
    middles.push(end === undefined ? 0 : y((share(end, below) + share(end, [...below, stage])) / 2));
    below.push(stage);
  }
  const end = known.at(-1);
  if (end !== undefined) {
    spread(middles, 16, top + 6, height - bottom - 2).forEach((place, stage) => {
      const label = `${STAGES[stage]} ${percent(counts[end][stage], totals[end])}`;
      svg.append(shape("circle", { cx: width - right + 12, cy: place, r: 4.5, fill: "--" + STAGES[stage] }), shape("text", { x: width - right + 21, y: place + 4.5 }, label));
    });
  }
  const step = Math.ceil(months.length / Math.max(1, Math.floor((width - left - right) / 38)));
  months.forEach((month, k) => {
    if (k % step) return;
    const isYear = k === 0 || data.months[month].endsWith("-01") || step > 5;
    svg.append(shape("text", { class: "axis", x: x(k), y: height - bottom + 18, "text-anchor": "middle" }, monthName(month)));
    if (isYear) svg.append(shape("text", { class: "axis", x: x(k), y: height - bottom + 34, "text-anchor": "middle" }, data.months[month].slice(0, 4)));
  });
  const line = shape("line", { y1: top, y2: height - bottom, stroke: "currentColor", "stroke-dasharray": "2 3", visibility: "hidden", "pointer-events": "none" });
  svg.append(line);
  svg.addEventListener("pointermove", (event) => {
    if (!known.length) return;
    const k = monthAt(event);
    for (const name of ["x1", "x2"]) line.setAttribute(name, x(k));
    line.setAttribute("visibility", known.length > 1 ? "visible" : "hidden");
    say(k);
  });
  svg.addEventListener("pointerleave", () => { line.setAttribute("visibility", "hidden"); if (known.length) say(known.at(-1)); });
  if (known.length) say(known.at(-1));
  box.replaceChildren(svg, readout);
}

/** Ribbons from stages to stages. `flows[from][to]`; `show(from, to)` opens what is behind. */
function ribbons(box, flows, names, show) {
  const width = Math.max(300, box.clientWidth), height = 340, side = width < 520 ? 104 : 150, node = 14, gap = 10, top = 26;
  const order = [4, 3, 2, 1, 0, 5];
  const total = flows.flat().reduce((a, b) => a + b, 0);
  const froms = order.map((s) => flows[s].reduce((a, b) => a + b, 0)), tos = order.map((s) => flows.reduce((sum, row) => sum + row[s], 0));
  const scale = (height - top - gap * 5) / Math.max(1, total);
  const starts = (sums) => { let y = top; return sums.map((sum) => { const at = y; y += sum * scale + (sum ? gap : 0); return at; }); };
  const leftStarts = starts(froms), rightStarts = starts(tos);
  const svg = shape("svg", { viewBox: `0 0 ${width} ${height}`, height, role: "img", "aria-label": "Customers moving between stages; the table below has the numbers" });
  svg.append(shape("text", { class: "axis", x: side + node, y: 12, "text-anchor": "end" }, names[0]), shape("text", { class: "axis", x: width - side - node, y: 12 }, names[1]));
  const leftUsed = order.map(() => 0), rightUsed = order.map(() => 0);
  const x1 = side + node, x2 = width - side - node, bend = (x2 - x1) / 2;
  order.forEach((from, a) => order.forEach((to, b) => {
    const n = flows[from][to];
    if (!n) return;
    const thick = n * scale, y1 = leftStarts[a] + leftUsed[a], y2 = rightStarts[b] + rightUsed[b];
    leftUsed[a] += thick;
    rightUsed[b] += thick;
    const path = `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}V${y2 + thick}C${x2 - bend} ${y2 + thick} ${x1 + bend} ${y1 + thick} ${x1} ${y1 + thick}Z`;
    const kind = from === to || from === NONE || to === NONE ? "none" : to > from ? "positive" : "negative";
    svg.append(shape("path", { class: "ribbon hand", d: path, fill: "--" + kind, onclick: () => show(from, to) }, shape("title", {}, `${STAGES[from]} → ${STAGES[to]}: ${many(n, "customer")}`)));
  }));
  for (const [sums, begins, x, textX, anchor] of [[froms, leftStarts, side, side - 8, "end"], [tos, rightStarts, width - side - node, width - side + 8, "start"]]) {
    const shown = order.map((_, i) => i).filter((i) => sums[i]);
    const places = spread(shown.map((i) => begins[i] + sums[i] * scale / 2), 17, top, height);
    shown.forEach((i, k) => {
      const name = order[i] === NONE ? "no stage" : STAGES[order[i]];
      svg.append(shape("rect", { x, y: begins[i], width: node, height: Math.max(1, sums[i] * scale), fill: "--" + STAGES[order[i]] }),
        shape("text", { x: textX, y: places[k] + 4.5, "text-anchor": anchor }, anchor === "end" ? `${name} ${count(sums[i])}` : `${count(sums[i])} ${name}`));
    });
  }
  box.replaceChildren(svg);
}

/** Columns from zero. `show(index)` opens what is behind one. */
function columns(box, values, labels, colour, show) {
  const width = Math.max(260, box.clientWidth), height = 210, bottom = 40, top = 20;
  const most = Math.max(1, ...values), wide = width / values.length;
  const svg = shape("svg", { viewBox: `0 0 ${width} ${height}`, height, role: "img", "aria-label": "Messages by confidence; the table below has the numbers" });
  values.forEach((value, i) => {
    const tall = (height - top - bottom) * value / most;
    svg.append(shape("rect", { class: "hand", x: i * wide + 2, y: height - bottom - tall, width: Math.max(1, wide - 4), height: tall, fill: "--" + colour, onclick: () => show(i) }),
      shape("text", { class: "axis", x: (i + 0.5) * wide, y: height - bottom - tall - 5, "text-anchor": "middle" }, value ? count(value) : ""),
      shape("text", { class: "axis", x: (i + 0.5) * wide, y: height - bottom + 17, "text-anchor": "middle" }, labels[i]));
  });
  svg.append(shape("line", { x1: 0, x2: width, y1: height - bottom, y2: height - bottom, stroke: "currentColor" }), shape("text", { class: "axis", x: width / 2, y: height - 4, "text-anchor": "middle" }, "confidence, in %"));
  box.replaceChildren(svg);
}

/** The stages of an account over the months as a line: adoption on top, refusal at the bottom. */
function spark(account, from, to) {
  const width = 128, height = 32, n = Math.max(1, to - from);
  const y = (stage) => 3 + (4 - stage) / 4 * (height - 6);
  const svg = shape("svg", { class: "spark", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": "stage over the months" });
  svg.append(shape("line", { class: "rule", x1: 0, x2: width, y1: y(2), y2: y(2) }));
  let path = "", pen = "M", last = null;
  for (let month = from; month <= to; month++) {
    const stage = stageAt(account, month);
    if (stage === NONE) { pen = "M"; continue; }
    last = [(width - 8) * (month - from) / n + 4, y(stage), stage];
    path += pen + last[0].toFixed(1) + " " + last[1].toFixed(1);
    pen = "L";
  }
  if (last) svg.append(shape("path", { d: path, fill: "none", stroke: "currentColor", "stroke-width": 1.5, "stroke-linejoin": "round", opacity: 0.65 }), shape("circle", { cx: last[0], cy: last[1], r: 3.6, fill: "--" + STAGES[last[2]] }));
  return svg;
}
