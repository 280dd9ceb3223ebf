/* Changes of the plan: done at once, told with a way back, or put back with the reason. */
import { post } from "./api.js";
import { isTyping } from "./dom.js";
import { refused, toast } from "./toast.js";
import { say } from "./words.js";

/* Does operations. `said` tells what was done, `hint` what follows from it, `actions` what would do instead, `title` what it is called in the
 * list of changes; `back` shows again what was there before: it is called where the change was refused or undone. Promises the answer, or null
 * where it was refused. */
export async function change(operations, { said, hint = "", actions = {}, title = said, seen = {}, back = null, quiet = false } = {}) {
  try {
    const answer = await post("apply", { operations, seen, title });
    const notes = [hint, hints(answer)].filter(Boolean).join(" ");
    if (!quiet) toast(said, { hint: notes, actions: taken(actions, answer.change), undo: answer.files?.length ? () => undo(back, answer.change) : null });
    return answer;
  } catch (fault) {
    back?.();
    if (quiet) throw fault;
    refused(inWords(fault));
    return null;
  }
}

/* What would do instead of a change knows which change that is. */
function taken(actions, done) {
  return Object.fromEntries(Object.entries(actions).map(([words, run]) => [words, () => run(done)]));
}

/* What would come of operations: { ok, files, faults, told, digest }, also where it would be refused. */
export async function preview(operations, seen = {}) {
  try {
    return await post("preview", { operations, seen });
  } catch (fault) {
    if (fault.status === 422 || fault.status === 409) return { ok: false, files: [], told: [], faults: [fault], ...fault };
    throw fault;
  }
}

export async function undo(back = null, done = "", quiet = false) {
  try {
    const answer = await post("undo", { change: done });
    back?.();
    if (!quiet) toast(say("Undone: %(what)s", { what: answer.undo ?? answer.title ?? "" }), { actions: { [say("Redo")]: () => redo(answer.change) } });
  } catch (fault) {
    refused(inWords(fault));
  }
}

export async function redo(done = "") {
  try {
    const answer = await post("redo", { change: done });
    toast(say("Done again: %(what)s", { what: answer.undo ?? answer.title ?? "" }), { undo: () => undo(null, answer.change) });
  } catch (fault) {
    refused(inWords(fault));
  }
}

/* A refusal for faults in the plan says them, first those of what was changed. */
export function inWords(fault) {
  const found = fault.faults?.toSorted((one, other) => (other.mine ?? false) - (one.mine ?? false))[0];
  return found ? { message: found.message, hint: found.hint ?? "" } : fault;
}

function hints(answer) {
  return answer.told?.map((found) => (typeof found === "string" ? found : found.message))[0] ?? "";
}

/* Ctrl+Z and Ctrl+Shift+Z, where they are not somebody's text. */
export function listenForUndo() {
  addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) redo();
    else undo();
  });
}
