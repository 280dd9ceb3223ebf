/* Where features stand on a roadmap: what a place means is in its `data-to` (team=growth), and in `data-within` for the parts of one. */

/* Places that hold a node, the outermost first, as [kind, key]. */
function placesOf(node, name) {
  const found = [];
  for (let at = node.closest(`[data-${name}]`); at; at = at.parentElement?.closest(`[data-${name}]`)) found.unshift(pair(at.dataset[name]));
  return found;
}

function pair(text) {
  const at = text.indexOf("=");
  return [text.slice(0, at), text.slice(at + 1)];
}

/* What is another for a feature that goes from one node to another: { to, from }, or null where nothing is. Whoever crosses a border between
 * columns or lanes means that, and not the part of the column that happens to be below the pointer. */
export function difference(source, target) {
  if (!target.closest("[data-to]")) return null;
  const crossed = between(placesOf(source, "to"), placesOf(target, "to"));
  return crossed ?? between(placesOf(source, "within").slice(-1), placesOf(target, "within").slice(-1));
}

function between(before, after) {
  const was = new Map(before);
  const other = after.filter(([kind, key]) => was.get(kind) !== key);
  if (!other.length) return null;
  return { to: Object.fromEntries(other), from: Object.fromEntries(other.map(([kind]) => [kind, was.get(kind) ?? ""])) };
}

/* The element that is a place for what comes from `source`: a part only where the whole stays the same. */
export function placeAt(source, target) {
  const whole = target?.closest("[data-to]");
  if (!whole) return null;
  const isSame = !between(placesOf(source, "to"), placesOf(target, "to"));
  return (isSame && target.closest("[data-within]")) || whole;
}

/* What a place is called, in the words of its page. */
export function nameOf(place) {
  const outer = place.parentElement?.closest("[data-to]");
  const own = place.getAttribute("aria-label") ?? wordsOf(place.querySelector("summary, h2, h3, h4, .pm-h"));
  return place.matches(".pm-column") && outer ? `${nameOf(outer)} · ${own}` : own;
}

function wordsOf(head) {
  if (!head) return "";
  const copy = head.cloneNode(true);
  for (const part of copy.querySelectorAll(".pm-count, .pm-glance, .pm-facts")) part.remove();
  return copy.textContent.trim().replace(/\s+/g, " ");
}

/* Shows a feature in a place at once; what is given shows it again where it was. */
export function put(entry, place, before = null) {
  const [parent, next] = [entry.parentElement, entry.nextElementSibling];
  const counts = changed(entry, place);
  const list = before?.parentElement ?? listIn(place, entry);
  keepingFocus(entry, () => list.insertBefore(entry, before));
  entry.classList.add("pme-moved");
  for (const [count, by] of counts) add(count, by);
  return () => {
    keepingFocus(entry, () => parent.insertBefore(entry, next?.parentElement === parent ? next : null));
    entry.classList.remove("pme-moved");
    for (const [count, by] of counts) add(count, -by);
  };
}

/* What is moved in the page loses the focus. */
function keepingFocus(entry, move) {
  const focused = entry.contains(document.activeElement) && document.activeElement;
  move();
  if (focused) focused.focus({ preventScroll: true });
}

/* The list of a place that fits best: that of the same part as before, else the first, else a new one. */
function listIn(place, entry) {
  const part = entry.closest("[data-within]")?.dataset.within;
  const parts = [...place.querySelectorAll("[data-within]")];
  const own = parts.find((one) => one.dataset.within === part) ?? parts.find((one) => one.matches("[open]"));
  const found = (own ?? place).querySelector("ul.pm-list:not(.pm-refs)");
  if (found) return found;
  const list = document.createElement("ul");
  list.className = "pm-list pm-lines";
  place.querySelector(".pm-empty")?.remove();
  place.append(list);
  return list;
}

/* The counts that change: of what holds the feature and not its new place, and of what holds the new place and not the feature. */
function changed(entry, place) {
  const holders = (node) => [...ancestors(node)].filter((one) => one.matches("[data-to], [data-within]"));
  const [old, now] = [holders(entry), holders(place)];
  const of = (found, others, by) => found.filter((one) => !others.includes(one)).map((one) => [one.querySelector(".pm-count"), by]);
  return [...of(old, now, -1), ...of(now, old, 1)];
}

function* ancestors(node) {
  for (let at = node; at; at = at.parentElement) yield at;
}

function add(count, by) {
  if (count && /^\d+$/.test(count.textContent.trim())) count.textContent = Number(count.textContent) + by;
}
