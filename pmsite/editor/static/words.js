/* What the editor says, in the site's language: English is the key, the session brings the others. */
let words = {};

export function learn(found) {
  words = found ?? {};
}

/* A sentence; `%(name)s` in it is filled from `values`. */
export function say(text, values = {}) {
  return filled(words[text] ?? text, values);
}

/* The same of a number of things, which is `%(num)s` in it. */
export function sayMany(one, many, n, values = {}) {
  return filled(words[one] ?? (n === 1 ? one : many), { num: number(n), ...values });
}

export function number(n) {
  return n.toLocaleString(document.documentElement.lang || "en");
}

function filled(text, values) {
  return text.replace(/%\((\w+)\)s/g, (_, name) => values[name] ?? "");
}
