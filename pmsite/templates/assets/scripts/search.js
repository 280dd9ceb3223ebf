/* The search of the whole site, in the place of the theme's own worker. It speaks that one's language, so the theme asks it and shows what it finds. */

const SETUP = 0;
const READY = 1;
const QUERY = 2;
const RESULT = 3;

const UNSPACED = "\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Hangul}";
const IS_UNSPACED = new RegExp(`[${UNSPACED}]`, "u");
const WORDS = new RegExp(`[${UNSPACED}]+|(?:(?![${UNSPACED}])[\\p{L}\\p{N}])+`, "gu");
const LETTER = /[\p{L}\p{N}]/u;
const EMPTY = new Set(
  "a an and are as at be by do does for from how i in is it of on or our the this to we what when where which who why with".split(" "),
);
const EMPTY_CHINESE = /如何|怎么|怎样|什么|哪些|哪个|为什么|我们|的|了|吗|和|与/gu;

/* What a word is worth by where it stands. */
const WORTH = { title: 10, id: 10, tags: 4, kind: 3, also: 3, heading: 3, lead: 2, text: 1 };
const EXACT = { id: 100, title: 80 };
const BEGINS = 4;
const HOLDS = 2;

/* What people mostly look for, and what tells of it. */
const FOLDERS = { features: 1.4, objectives: 1.2, releases: 1.1, metrics: 1.1, changes: 0.9, updates: 0.9, learning: 0.8, recognition: 0.8 };

const LONG = 200;
const BEFORE = 60;
const MOST_SECTIONS = 4;

let pages = [];
let suggests = false;

const fold = (text) => text.normalize("NFKC").toLowerCase();

function plain(html) {
  const names = { lt: "<", gt: ">", amp: "&", quot: '"' };
  return html
    .replaceAll("\u200b", "")
    .replace(/<\/?(?:code|su[bp])>/g, "")
    .replace(/<[^>]*>/g, "\n")
    .replace(/&(lt|gt|amp|quot);/g, (_, name) => names[name])
    .trim();
}

const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/* The last part of an address, which is an item's id. */
function named(address) {
  const last = address.replace(/(?:\/?index)?\.html$/, "").split("/").filter(Boolean).pop() ?? "";
  try {
    return fold(decodeURIComponent(last));
  } catch {
    return fold(last);
  }
}

function entry(doc) {
  const title = plain(doc.title);
  const text = plain(doc.text);
  const lead = text.split("\n", 1)[0];
  return { doc, title, text, lead, folded: { title: fold(title), lead: fold(lead), text: fold(text) } };
}

/* The pages of an index, each with its sections. */
function read(docs) {
  const found = new Map();
  for (const doc of docs) {
    const at = doc.location.split("#", 1)[0];
    const one = entry(doc);
    const page = found.get(at);
    if (page) {
      if (one.text || one.title !== page.title) page.sections.push(one);
      continue;
    }
    Object.assign(one.folded, {
      id: named(at),
      kind: fold(doc.kind ?? ""),
      also: fold(doc.also ?? ""),
      tags: fold((doc.tags ?? []).join(" ")),
    });
    found.set(at, { ...one, folder: at.replace(/\/$/, "").split("/").at(-2), sections: [] });
  }
  return [...found.values()];
}

function pairs(word) {
  return Array.from({ length: word.length - 1 }, (_, at) => word.slice(at, at + 2));
}

/* The words of a query: those that say nothing are left out, unless there are no others. */
function wordsOf(query) {
  const found = query.match(WORDS) ?? [];
  const telling = (query.replace(EMPTY_CHINESE, " ").match(WORDS) ?? []).filter((word) => !EMPTY.has(word));
  return [...new Set(telling.length ? telling : found)];
}

/* How well a text has a word: whole, as the beginning of one, within one, or not at all. */
function fits(word, text) {
  let best = 0;
  const unspaced = IS_UNSPACED.test(word);
  for (let at = text.indexOf(word); at >= 0 && best < 1; at = text.indexOf(word, at + 1)) {
    const begins = unspaced || !LETTER.test(text[at - 1] ?? "") || IS_UNSPACED.test(text[at - 1]);
    const next = text[at + word.length] ?? "";
    const ends = unspaced || !LETTER.test(next) || IS_UNSPACED.test(next);
    best = Math.max(best, begins ? (ends ? 1 : 0.7) : word.length > 2 ? 0.25 : 0);
  }
  if (best || word.length < 3) return best;
  if (!unspaced) return word.endsWith("s") && word.length > 3 ? 0.9 * fits(word.slice(0, -1), text) : 0;
  const parts = pairs(word);
  const share = parts.filter((part) => text.includes(part)).length / parts.length;
  return share < 0.5 ? 0 : 0.6 * share;
}

function worth(word, folded, names) {
  return Math.max(...names.map((name) => WORTH[name] * fits(word, folded[name])));
}

/* A page as far as it has the words: how many, and what that is worth. */
function weigh(page, words, query) {
  const own = words.map((word) => worth(word, page.folded, ["title", "id", "kind", "also", "tags", "lead", "text"]));
  const best = [...own];
  const sections = [];
  for (const section of page.sections) {
    const { title, text } = section.folded;
    const found = words.map((word) => Math.max(WORTH.heading * fits(word, title), WORTH.text * fits(word, text)));
    if (!found.some(Boolean)) continue;
    const more = found.reduce((sum, one, at) => sum + Math.max(0, one - own[at]), 0);
    sections.push({ section, more });
    found.forEach((one, at) => (best[at] = Math.max(best[at], one)));
  }
  const reached = best.filter(Boolean).length;
  if (!reached) return null;
  const { title, id, text } = page.folded;
  let score = best.reduce((sum, one) => sum + one, 0);
  if (id === query.replace(/\s+/g, "-")) score += EXACT.id;
  if (title === query) score += EXACT.title;
  else if (title.startsWith(query) || id.startsWith(query)) score += BEGINS;
  else if (title.includes(query)) score += HOLDS;
  else if (words.length > 1 && text.includes(query)) score += 2;
  if (words.some((word) => title.includes(word))) score += 4 * Math.min(1, query.length / title.length);
  score *= (page.doc.boost ?? 1) * (FOLDERS[page.folder] ?? 1);
  sections.sort((one, other) => other.more - one.more);
  return { page, score, reached, best, sections };
}

/* A pattern that finds in a text what is to be marked. */
function pattern(words) {
  const parts = words.flatMap((word) => (IS_UNSPACED.test(word) && word.length > 2 ? [word, ...pairs(word)] : [word.replace(/(...)s$/, "$1")]));
  const found = parts.map((part) => (IS_UNSPACED.test(part) || part.length > 2 ? part : `(?<![\\p{L}\\p{N}])${part}`));
  return new RegExp(`(${found.sort((one, other) => other.length - one.length).join("|")})`, "iu");
}

function marked(text, marks) {
  return text
    .split(marks)
    .map((part, at) => (at % 2 ? `<mark>${escaped(part)}</mark>` : escaped(part)))
    .join("");
}

/* The lead of a text, unless what was found stands further on. */
function passage({ doc, lead, text }, marks) {
  const all = text.replace(/\s+/g, " ");
  const at = all.search(marks);
  if (at < Math.max(lead.length, LONG - BEFORE) || marks.test(lead)) return clipped(doc.kind || lead.length > BEFORE ? lead : all);
  const from = all.lastIndexOf(" ", at - BEFORE / 2) + 1;
  return `… ${clipped(all.slice(Math.max(from, at - BEFORE)))}`;
}

function clipped(text) {
  if (text.length <= LONG) return text;
  const end = text.lastIndexOf(" ", LONG);
  return `${text.slice(0, end > LONG / 2 ? end : LONG)} …`;
}

/* A page that was found and those of its sections that were, as the theme shows them: the best first. */
function told({ page, score, best, sections }, words, marks) {
  const terms = Object.fromEntries(words.map((word, at) => [word, best[at] > 0]));
  const show = (one, points, before = "") => ({
    location: one.doc.location,
    title: before + marked(one.title, marks),
    text: paragraph(marked(passage(one, marks), marks)),
    score: points,
    terms,
  });
  const kind = page.doc.kind && page.doc.kind !== page.title ? `<small class="pm-found">${marked(page.doc.kind, marks)}</small> ` : "";
  const shown = sections.slice(0, MOST_SECTIONS).map(({ section, more }, at) => show(section, at || !more ? 0 : score));
  const first = shown[0]?.score ? [shown.shift()] : [];
  return [...first, show(page, first.length ? 0 : score, kind), ...shown];
}

const paragraph = (html) => (html ? `<p>${html}</p>` : "");

/* Whether a word is another with one slip: a letter more or less or another one, or two that changed places. */
function isNear(one, other) {
  let [start, end] = [0, 0];
  while (start < one.length && one[start] === other[start]) start += 1;
  while (end < Math.min(one.length, other.length) - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  const [left, right] = [one.slice(start, one.length - end), other.slice(start, other.length - end)];
  return (left.length < 2 && right.length < 2) || (left.length === 2 && left === [...right].reverse().join(""));
}

/* A word as titles and ids have it, where it was only mistyped. */
function mended(word) {
  if (word.length < 4 || IS_UNSPACED.test(word)) return word;
  const known = pages.flatMap(({ folded: { title, id } }) => `${title} ${id}`.match(WORDS) ?? []);
  return known.includes(word) ? word : (known.find((one) => isNear(word, one)) ?? word);
}

function weighed(words, query) {
  return pages.map((page) => weigh(page, words, query)).filter(Boolean);
}

function find(typed) {
  const query = fold(typed).replace(/["+~^*]/g, " ").trim().replace(/\s+/g, " ");
  let words = wordsOf(query);
  if (!words.length) return { items: [], ...(suggests && { suggest: [] }) };
  let found = weighed(words, query);
  if (!found.length) {
    words = words.map(mended);
    found = weighed(words, words.join(" "));
  }
  const most = Math.max(0, ...found.map((one) => one.reached));
  found = found.filter((one) => one.reached === most).sort((one, other) => other.score - one.score);
  const marks = pattern(words);
  const items = found.map((one) => told(one, words, marks));
  return suggests ? { items, suggest: completed(found[0], query.split(" ").pop()) } : { items };
}

/* What the word that is being typed may become. */
function completed(first, last) {
  const { title = "", id = "" } = first?.page.folded ?? {};
  const word = (`${title} ${id}`.match(WORDS) ?? []).find((one) => one.startsWith(last));
  return word ? [word] : [];
}

/* The pages in the reader's language, and those that are in the default one alone. */
function readable(docs, own, folders) {
  const at = ({ location }) => location.split("#", 1)[0];
  const there = new Set(docs.map(at));
  return docs.filter((doc) => {
    const folder = folders.find((one) => doc.location.startsWith(one)) ?? "";
    return folder === own || (!folder && !there.has(own + at(doc)));
  });
}

/* Where this script is, and behind it whose pages it searches. A page on a disk has it in a frame instead of a worker. */
const place = () => new URL("document" in self ? document.querySelector("script[src]").src : location.href);

async function begin({ docs, options }) {
  suggests = Boolean(options?.suggest);
  const [others, own = "", folders = ""] = decodeURI(place().hash.slice(1).split("?", 1)[0]).split(";");
  if (others) await self.importScripts(new URL(`../../${others}search.js`, place()).href);
  pages = read(others ? self.pmsitePages : readable(docs, own, folders.split(",").filter(Boolean)));
}

addEventListener("message", async ({ data: { type, data } }) => {
  if (type === SETUP) {
    await begin(data);
    postMessage({ type: READY });
  } else if (type === QUERY) {
    postMessage({ type: RESULT, data: find(data) });
  }
});
