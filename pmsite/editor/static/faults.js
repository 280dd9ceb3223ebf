/* The page of the faults: each file with errors can be mended as text, and at once whatever has one right answer. */
import { get, post } from "./api.js";
import { ask } from "./dialog.js";
import { button, make } from "./dom.js";
import { toast } from "./toast.js";
import { say } from "./words.js";

/* Puts a button beside the first fault of each file, and one above all of them. */
export async function faults() {
  const list = document.querySelector("ol[data-faults]");
  if (!list || list.dataset.faults) return;
  list.dataset.faults = "mended here";
  const seen = new Set();
  for (const fault of list.querySelectorAll("li.error:not([data-path^='mkdocs'])")) {
    const { path, line } = fault.dataset;
    if (seen.has(path)) continue;
    seen.add(path);
    fault.lastElementChild.append(make("p", {}, button(say("Mend this file"), () => mend(path, Number(line)))));
  }
  const found = await get("mends");
  if (found.files.length) list.before(make("p", {}, button(say("Mend what has one right answer…"), () => mendAll(found))));
}

async function mend(path, line) {
  const found = await get("file", { path });
  const text = make("textarea", { class: "pme-raw", name: "text", rows: 20, spellcheck: "false", "aria-label": found.path });
  text.value = found.text;
  const told = make("ul", { class: "pme-raw__faults" });
  told.append(...found.faults.map((fault) => make("li", {}, lead(text, fault), ` ${fault.message}`, fault.hint && hint(fault.hint))));
  await ask({
    title: found.path,
    content: (body) => {
      body.append(told, text);
      setTimeout(() => goTo(text, line));
    },
    isWide: true,
    agree: async () => {
      const operations = [{ do: "raw", path: found.path, text: text.value }];
      const answer = await post("apply", { operations, seen: { [found.path]: found.hash }, title: `mend ${found.path}` });
      const left = answer.told[0];
      if (left) toast(say("Saved, and not sound yet: line %(line)s: %(message)s", left), { hint: left.hint });
      else toast(say("%(path)s is sound again.", found));
    },
  });
}

async function mendAll(found) {
  const diff = found.files.map((file) => make("pre", { class: "pme-raw__diff" }, file.diff.join("\n")));
  await ask({
    title: say("Mend what has one right answer"),
    content: (body) => body.append(...diff),
    confirm: say("Mend"),
    isWide: true,
    agree: async () => {
      await post("mend", { digest: found.digest });
      toast(say("Mended."));
    },
  });
}

function lead(text, { line }) {
  return line ? button(say("Line %(line)s", { line }), () => goTo(text, line), { class: "pme-button pme-button--quiet" }) : "";
}

function hint(words) {
  return make("span", { class: "pme-hint" }, ` ${words}`);
}

/* Selects a line, so that it is seen and can be written anew. */
function goTo(text, line) {
  const lines = text.value.split("\n");
  const start = lines.slice(0, Math.max(line - 1, 0)).reduce((sum, one) => sum + one.length + 1, 0);
  text.focus();
  text.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
  text.scrollTop = Math.max(0, ((line - 3) * text.scrollHeight) / lines.length);
}
