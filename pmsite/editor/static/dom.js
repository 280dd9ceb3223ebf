/* Elements by hand, where a component would be too much. */

/* make("button", { class: "x", onclick: … }, "words", node, …): names that begin with `on` are listeners; false and null leave a part out. */
export function make(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/* A button. What it does is not done a second time before the first has ended. */
export function button(words, onclick, attributes = {}) {
  let isBusy = false;
  const once = async (event) => {
    if (isBusy) return;
    isBusy = true;
    try {
      await onclick(event);
    } finally {
      isBusy = false;
    }
  };
  return make("button", { type: "button", class: "pme-button", onclick: once, ...attributes }, words);
}

/* Whether keys that are pressed there are somebody's text. */
export function isTyping(node) {
  return Boolean(node?.closest?.("input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]"));
}
