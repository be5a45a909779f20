"use strict";
// What the page knows: accounts, people and messages, unpacked from the block of data; and the part of them that the filter leaves.

const STAGES = ["refusal", "anger", "acquiesce", "exploration", "adoption", "none"];
const FEELINGS = ["negative", "neutral", "positive"];
const NONE = 5;
const data = JSON.parse(document.getElementById("data").textContent);

/** Reads numbers packed five bits a character, the lowest first; a character of 32 or more is followed by another. */
class Numbers {
  static values = (() => {
    const values = new Uint8Array(128);
    [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"].forEach((c, i) => { values[c.charCodeAt(0)] = i; });
    return values;
  })();
  constructor(text) { this.text = text; this.index = 0; }
  next() {
    let value = 0;
    for (let shift = 0; ; shift += 5) {
      const digit = Numbers.values[this.text.charCodeAt(this.index++)];
      value |= (digit & 31) << shift;
      if (digit < 32) return value;
    }
  }
}

const accounts = data.accounts.map(([name, health, stage, direction, cohort, divided, since, last, history, warnings], index) =>
  ({ index, name, health, stage, direction, cohort, divided, since, last, history, people: [],
    warnings: data.warnings.filter((_, k) => warnings >> k & 1), isAtRisk: cohort === 0 || (warnings & 3) !== 0 }));
const people = data.people.map(([account, name, stage, sentiment, champion], index) => {
  const person = { index, account: accounts[account], name, stage, sentiment, champion };
  accounts[account].people.push(person);
  return person;
});
const entries = data.entries.map(([phrase, speaksFor, weight], index) => ({ index, phrase, speaksFor, weight }));

/** The first day of each month, and of the one after the last, in days since 1970. */
const monthStarts = data.months.map((month) => dayOf(month + "-01"));
function dayOf(date) { return Math.round(Date.parse(date + "T00:00:00Z") / 864e5); }
function dateOf(day) { return day > 0 ? new Date(day * 864e5).toISOString().slice(0, 10) : "no date"; }
function monthName(month, long) {
  const [year, number] = data.months[month].split("-");
  const name = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"][number - 1];
  return long ? name + " " + year : name.slice(0, 3);
}

/** One column for each property of a message. Evidence of message i: evidence[firstEvidence[i]] up to evidence[firstEvidence[i + 1]]. */
const messages = (() => {
  const n = data.count;
  const columns = { count: n, evidence: [] };
  for (const name of ["account", "person", "day", "stage", "feeling", "reason", "sure", "kind", "set"]) columns[name] = new Int32Array(n);
  columns.firstEvidence = new Int32Array(n + 1);
  const numbers = new Numbers(data.messages);
  let i = 0;
  for (const account of accounts) {
    let day = 0;
    for (let left = numbers.next(); left > 0; left--, i++) {
      columns.account[i] = account.index;
      columns.person[i] = account.people[numbers.next()]?.index ?? -1;
      columns.day[i] = day += numbers.next();
      const label = numbers.next();
      columns.feeling[i] = label % 3;
      columns.stage[i] = Math.min(NONE, Math.floor(label / 3));
      columns.reason[i] = Math.floor(label / 3) - NONE;
      columns.sure[i] = numbers.next();
      columns.kind[i] = numbers.next();
      columns.set[i] = numbers.next();
      columns.firstEvidence[i] = columns.evidence.length;
      for (let found = numbers.next(); found > 0; found--) columns.evidence.push(numbers.next());
    }
  }
  columns.firstEvidence[n] = columns.evidence.length;
  return columns;
})();

/** The entries that decided a message. */
function* evidenceOf(i) {
  for (let k = messages.firstEvidence[i]; k < messages.firstEvidence[i + 1]; k++) yield entries[messages.evidence[k]];
}

/** Whether a message shows a signal, by its name. */
function shows(i, signal) { return data.sets[messages.set[i]].includes(data.signals.indexOf(signal)); }

let idTexts = null;
/** The id of a message: each stands as the length of its common beginning with the one before, and the rest. */
function idOf(i) {
  if (!idTexts) {
    let last = "";
    idTexts = data.ids.split("\n").map((word) => last = last.slice(0, Numbers.values[word.charCodeAt(0)]) + word.slice(1));
  }
  return idTexts[i];
}

/** The accounts whose name is what was typed, or else holds it; people likewise. */
function named(list, word) {
  const low = word.trim().toLowerCase();
  const exact = list.filter((item) => item.name.toLowerCase() === low);
  return new Set((exact.length ? exact : list.filter((item) => item.name.toLowerCase().includes(low))).map((item) => item.index));
}

/** What the filter leaves: messages, and the accounts that wrote one of them or had written by then. */
function select(filter) {
  const inAccounts = filter.account ? named(accounts, filter.account) : null;
  const inPeople = filter.person ? named(people, filter.person) : null;
  const first = filter.from === 0 ? 0 : monthStarts[filter.from];
  const next = filter.to + 1 < monthStarts.length ? monthStarts[filter.to + 1] : Infinity;
  const chosen = [];
  const present = new Uint8Array(accounts.length);
  for (let i = 0; i < messages.count; i++) {
    if (inAccounts && !inAccounts.has(messages.account[i])) continue;
    if (inPeople && !inPeople.has(messages.person[i])) continue;
    if (filter.kind >= 0 && messages.kind[i] !== filter.kind) continue;
    if (messages.day[i] >= next) continue;
    present[messages.account[i]] = 1;
    if (messages.day[i] >= first) chosen.push(i);
  }
  return { messages: chosen, accounts: accounts.filter((account) => present[account.index]), from: filter.from, to: filter.to, isAll: !filter.isSet };
}

/** The stage of an account at the end of a month, as a number. */
function stageAt(account, month) { return account.history.charCodeAt(month) - 48; }
