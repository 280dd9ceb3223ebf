/* The page that is shown: which items it shows, and how it becomes the newest. */
import { base, firstBuild, get, token } from "./api.js";
import { button, make } from "./dom.js";
import { say } from "./words.js";

const CONTENT = "[data-md-component=container]";
const PATIENCE = 3000; // what is done sooner is no reason to tell of a newer page

let build = firstBuild;
let newest = firstBuild;
let known = null;
const holds = new Set();
const listeners = [];
const bar = make("p", { class: "pme pme-newer", role: "status", hidden: true });

/* Calls `show` for this page, and for each that takes its place. */
export function eachPage(show) {
  listeners.push(show);
}

function shown() {
  for (const show of listeners) show();
}

/* By address, relative to the site's root, which item has its page there: { id, type }. Asked once a build. */
export async function pages() {
  if (known?.build !== newest) known = { build: newest, found: get("pages").then((answer) => answer.pages) };
  return known.found;
}

/* The item that a link leads to, or null. */
export async function itemAt(href) {
  return (await pages())[addressOf(href)] ?? null;
}

/* The item whose page this is, or null. */
export function here() {
  return itemAt(location.href);
}

export function addressOf(href) {
  const url = new URL(href, location.href);
  if (url.origin !== location.origin || !url.pathname.startsWith(base)) return null;
  return decodeURIComponent(url.pathname.slice(base.length)).replace(/index\.html$/, "");
}

/* Keeps the page as it is while somebody is in the middle of something; what is given ends that. */
export function hold() {
  const mine = Symbol("hold");
  holds.add(mine);
  return () => {
    holds.delete(mine);
    if (!holds.size && newest !== build) setTimeout(update);
  };
}

/* The same while something is done that ends by itself, such as looking an item up for what opens then. */
export async function holding(work) {
  const release = hold();
  try {
    return await work();
  } finally {
    release();
  }
}

/* Shows the newest build as soon as there is one. A window that nobody sees asks nothing: browsers let only few ask at a time. */
async function follow() {
  await seen();
  const asking = new AbortController();
  const leave = () => document.hidden && asking.abort();
  document.addEventListener("visibilitychange", leave);
  try {
    const found = await get("wait", { build: newest }, { signal: asking.signal });
    if (found.build !== newest) {
      newest = found.build;
      await update();
    }
  } catch (fault) {
    if (fault.name !== "AbortError") await pause(2000);
  } finally {
    document.removeEventListener("visibilitychange", leave);
    setTimeout(follow);
  }
}

/* A promise of the moment when this window is seen. */
function seen() {
  if (!document.hidden) return Promise.resolve(true);
  return new Promise((resolve) => {
    document.addEventListener("visibilitychange", () => resolve(true), { once: true });
  });
}

async function update() {
  if (!holds.size) return refresh();
  await pause(PATIENCE);
  if (holds.size && newest !== build) tell();
  return null;
}

function tell() {
  bar.replaceChildren(say("There is a newer version of this page."), button(say("Show it"), () => refresh(true)));
  if (!bar.isConnected) document.body.append(bar);
  bar.hidden = false;
}

/* Brings this page up to date; scroll, focus and folds stay. Where somebody has begun with something meanwhile it waits, unless it was asked for. */
export async function refresh(isAsked = false) {
  bar.hidden = true;
  const asked = location.href;
  const response = await fetch(asked, { cache: "no-store" });
  const next = new DOMParser().parseFromString(await response.text(), "text/html");
  const tag = next.querySelector("script[data-token][data-build]");
  const [now, then] = [document, next].map((one) => one.querySelector(CONTENT));
  if (location.href !== asked) return;
  if (holds.size && !isAsked) {
    update();
    return;
  }
  const isSame = tag?.dataset.token === token && now?.querySelector(".pm") && then?.querySelector(".pm");
  if (!isSame) {
    location.reload();
    return;
  }
  build = Number(tag.dataset.build);
  newest = build;
  const restore = keep();
  now.replaceWith(document.adoptNode(then));
  document.title = next.title;
  announce();
  restore();
}

/* As the theme does after it has loaded a page by itself; then its parts and the site's own scripts begin anew. */
function announce() {
  if (globalThis.document$?.next) globalThis.document$.next(document);
  else shown();
}

/* Remembers what is unfolded, scrolled and focused; what is given puts it so again. */
function keep() {
  const folds = new Map(marked("details", ({ open }) => open));
  const scrolls = new Map(marked(".pm-scroll", ({ scrollLeft, scrollTop }) => [scrollLeft, scrollTop]));
  const focused = marked("a[href], button, input, select, summary").find(([, node]) => node === document.activeElement);
  const caret = focused && "selectionStart" in focused[1] ? [focused[1].selectionStart, focused[1].selectionEnd] : null;
  const { scrollX, scrollY } = globalThis;
  return () => {
    for (const [key, node] of marked("details")) if (folds.has(key)) node.open = folds.get(key);
    for (const [key, node] of marked(".pm-scroll")) if (scrolls.has(key)) node.scrollTo(...scrolls.get(key));
    scrollTo({ left: scrollX, top: scrollY, behavior: "instant" });
    const again = focused && marked("a[href], button, input, select, summary").find(([key]) => key === focused[0])?.[1];
    again?.focus({ preventScroll: true });
    if (again && caret?.[0] !== null && caret) again.setSelectionRange(...caret);
  };
}

/* Elements of the content by what they are called, or are known by (data-pme-key), numbered where several are called the same. */
function marked(selector, read = (node) => node) {
  const counts = new Map();
  return [...document.querySelectorAll(`${CONTENT} :is(${selector})`)].map((node) => {
    const name = node.dataset.pmeKey ?? node.href ?? called(node);
    const nth = (counts.get(name) ?? 0) + 1;
    counts.set(name, nth);
    return [`${name} ${nth}`, read(node)];
  });
}

function called(node) {
  const words = (node.querySelector("summary") ?? node).textContent.replace(/[\d\s]+/g, " ").slice(0, 80);
  return `${node.tagName} ${node.closest("section")?.getAttribute("aria-label") ?? ""} ${words}`;
}

function pause(time) {
  return new Promise((resolve) => {
    setTimeout(resolve, time);
  });
}

/* Begins: the theme tells of each page, this one included. */
export function begin() {
  if (globalThis.document$?.subscribe) globalThis.document$.subscribe(shown);
  else shown();
  follow();
}
