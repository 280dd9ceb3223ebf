/* What is different from the last commit: a quiet button that counts it, and a sheet where it is told, taken back, committed and sent. */
import { base, get, post } from "./api.js";
import { inWords } from "./changing.js";
import { button, make } from "./dom.js";
import { hold } from "./page.js";
import { number, say } from "./words.js";

const opener = make("button", { type: "button", class: "pme pme-changes", hidden: true, "aria-haspopup": "dialog", onclick: open });
let sheet = null;
let letGo = () => {};
let shown = 0; // counts what the sheet has shown: an answer that comes late takes nothing's place

/* Counts what is different, whenever a page is shown. */
export async function countChanges() {
  if (!opener.isConnected) document.body.append(opener);
  const found = await get("changed/count").catch(() => null);
  if (found) tell(found);
}

function tell({ count, unsent }) {
  opener.textContent = count ? say("Changes: %(num)s", { num: number(count) }) : say("Not sent yet");
  opener.title = count ? say("What is different from the last commit") : say("A branch with your changes is only on this machine.");
  opener.hidden = !count && !unsent;
}

/* The sheet has one thing in it at a time: the list, the commit, what came of it. */
async function open() {
  if (sheet) return;
  const before = document.activeElement;
  sheet = make("dialog", { class: "pme pme-sheet", "aria-labelledby": "pme-sheet-title" });
  sheet.addEventListener("close", () => {
    sheet.remove();
    sheet = null;
    letGo();
    countChanges();
    (before?.isConnected ? before : opener).focus({ preventScroll: true });
  });
  sheet.addEventListener("click", ({ target }) => target === sheet && sheet.close());
  document.body.append(sheet);
  fill(say("Changes"), [make("p", { class: "pme-hint" }, say("Looking at what is different…"))]);
  sheet.showModal();
  await list();
}

function fill(title, content, ends = []) {
  letGo();
  shown += 1;
  if (!sheet) return;
  const heading = make("h2", { id: "pme-sheet-title", class: "pme-dialog__title", tabindex: -1, "aria-describedby": "pme-done" }, title);
  const close = button("×", () => sheet.close(), { class: "pme-button pme-button--quiet", "aria-label": say("Close") });
  sheet.replaceChildren(
    make("div", { class: "pme-sheet__inside" }, make("header", {}, heading, close), make("div", { class: "pme-sheet__body" }, content), ends.length > 0 && make("footer", {}, ends)),
  );
  heading.focus({ preventScroll: true });
}

/* `said` is what has just been done, with `back` as the way back. */
async function list(said = "", back = null) {
  let found = null;
  const before = shown;
  try {
    found = await get("changed");
  } catch (fault) {
    if (shown === before) fill(say("Changes"), [problem(fault)]);
    return;
  }
  if (shown !== before) return;
  const { items, follows, why, hint, summary, notes, offered, push } = found;
  const done = said && make("p", { class: "pme-done" }, make("span", { id: "pme-done" }, said), back && button(say("Undo"), back));
  if (!items.length) {
    const nothing = make("p", {}, why || say("Nothing is different from the last commit."), hint && make("span", { class: "pme-hint" }, hint));
    fill(say("Changes"), [done, nothing, ...sending(push)]);
  } else {
    fill(
      say("Changes: %(num)s", { num: number(found.count) }),
      [
        done,
        why && problem({ message: why, hint }),
        summary && make("p", { class: "pme-hint" }, summary),
        ...notes.map((note) => make("p", { class: "pme-hint" }, note)),
        make("ul", { class: "pme-changed" }, items.map((one) => entry(one, found))),
        found.count > items.length && make("p", { class: "pme-hint" }, say("and %(num)s more", { num: number(found.count - items.length) })),
        ...(follows.length ? [make("h3", {}, say("What follows for others")), make("ul", { class: "pme-changed" }, follows.map((one) => entry(one)))] : []),
      ],
      why ? [] : [button(say("Commit…"), () => commit(found), { class: "pme-button pme-button--first" }), place(offered)],
    );
  }
}

function place({ from, branch }) {
  const words = from === branch ? say("to the branch %(name)s", { name: branch }) : say("to a new branch, from %(name)s", { name: from });
  return make("span", { class: "pme-hint" }, words);
}

/* One item; where `found` is given, it can be taken back. */
function entry({ key, title, label, how, was, told, readers, faults, address }, found = null) {
  const name = address ? make("a", { href: base + encodeURI(address) }, title) : title;
  const lines = told.length || readers.length || faults.length || how !== "changed" || !found ? told : [say("Only the way it is written.")];
  return make(
    "li",
    {},
    make(
      "div",
      {},
      make("strong", {}, name),
      make("span", { class: "pme-hint" }, [label, found && hows()[how], was && say("was called %(id)s", { id: was })].filter(Boolean).join(" · ")),
      lines.length > 0 && make("ul", {}, lines.map((line) => make("li", {}, line))),
      ...readers.flatMap(({ who, told: reads, grave }) => [
        grave && make("p", { class: "pme-fault" }, say("%(who)s will see what was hidden from them: %(what)s", { who, what: grave })),
        reads && make("p", { class: "pme-reads" }, say("%(who)s will read: %(what)s", { who, what: reads })),
      ]),
      ...faults.map((fault) => make("p", { class: fault.severity === "error" ? "pme-fault" : "pme-reads" }, fault.message, make("span", { class: "pme-hint" }, fault.hint ?? ""))),
    ),
    found && button(say("Revert"), (event) => revert(event.currentTarget, [key], title, found), { "aria-label": say("Revert %(what)s", { what: title }) }),
  );
}

function hows() {
  return { new: say("New"), changed: "", gone: say("Removed"), renamed: say("Renamed") };
}

async function revert(pressed, keys, title, found) {
  pressed.disabled = true;
  try {
    const { change } = await post("revert", { keys, seen: found.seen });
    await list(say("Reverted: %(what)s", { what: title }), () => undo(change));
  } catch (fault) {
    refuse(pressed, fault, keys, title, found);
  }
}

/* Why it cannot be, beside what was pressed; with what it takes besides, where that helps. */
function refuse(pressed, fault, keys, title, found) {
  pressed.disabled = false;
  const item = pressed.closest("li") ?? pressed.parentElement;
  item.querySelector(":scope > .pme-refused")?.remove();
  const names = (fault.also ?? []).map((key) => found.items.find((one) => one.key === key)?.title ?? key);
  const others = button(say("Revert %(what)s as well", { what: names.slice(0, 3).join(", ") + (names.length > 3 ? "…" : "") }), (event) =>
    revert(event.currentTarget, [...keys, ...fault.also], title, found),
  );
  item.append(make("div", { class: "pme-refused" }, problem(fault), names.length > 0 && others));
}

async function undo(change) {
  try {
    await post("undo", { change });
    await list(say("Undone."));
  } catch (fault) {
    fill(say("Changes"), [problem(fault)], [button(say("Back"), () => list())]);
  }
}

function problem(fault) {
  const { message, hint } = inWords(fault);
  return make(
    "div",
    { class: "pme-fault", role: "alert" },
    message,
    hint && make("span", { class: "pme-hint" }, hint),
    fault.said && make("pre", { tabindex: 0 }, fault.said),
  );
}

function commit(found) {
  const { offered, seen } = found;
  const branch = make("input", { id: "pme-branch", value: offered.branch, autocomplete: "off", autocapitalize: "off", spellcheck: "false", "aria-describedby": "pme-branch-hint" });
  const message = make("textarea", { id: "pme-message", rows: 10 });
  message.value = offered.message;
  const fault = make("div", {});
  const done = make("button", { type: "submit", class: "pme-button pme-button--first", form: "pme-commit" }, say("Commit"));
  const form = make(
    "form",
    { id: "pme-commit", class: "pme-commit" },
    make("label", { for: "pme-branch" }, say("Branch")),
    branch,
    make(
      "p",
      { id: "pme-branch-hint", class: "pme-hint" },
      offered.from === offered.branch ? say("You are on it; another name begins a new one.") : say("It is new, and begins at %(name)s.", { name: offered.from }),
      " ",
      say("Only the plan is committed, and nothing is sent."),
    ),
    make("label", { for: "pme-message" }, say("Commit message")),
    message,
    fault,
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    done.disabled = true;
    fault.replaceChildren(make("p", { class: "pme-hint", role: "status" }, say("Committing…")));
    try {
      const made = await post("commit", { branch: branch.value.trim(), message: message.value, seen });
      await list(say("Committed to %(branch)s.", { branch: made.branch }));
    } catch (refusal) {
      done.disabled = false;
      fault.replaceChildren(problem(refusal));
    }
  });
  fill(say("Commit"), [form], [done, button(say("Back"), () => list())]);
  letGo = hold(); // what is typed here stays
  branch.focus();
}

/* What can become of commits that only this machine has. */
function sending({ branch = "", unsent = 0, sent = false, to = "", address = "" } = {}) {
  if (!branch) return [];
  if (sent) {
    const link = address && make("a", { class: "pme-button pme-button--first", href: address, target: "_blank", rel: "noopener noreferrer" }, say("Open a pull request"));
    return [make("p", {}, say("The branch %(name)s is at %(to)s.", { name: branch, to })), link && make("p", {}, link)];
  }
  if (!unsent) return [];
  const answer = make("div", {});
  const pressed = button(
    say("Push"),
    async () => {
      pressed.disabled = true;
      answer.replaceChildren(make("p", { class: "pme-hint", role: "status" }, say("Sending…")));
      try {
        await post("push", { branch });
        await list(say("Sent: %(name)s", { name: branch }));
      } catch (fault) {
        pressed.disabled = false;
        answer.replaceChildren(problem(fault));
      }
    },
    { class: "pme-button pme-button--first" },
  );
  const waiting = say("The branch %(name)s has commits that are only on this machine: %(num)s", { name: branch, num: number(unsent) });
  const where = to ? say("It goes to %(to)s, where others see it.", { to }) : say("This repository has no remote called origin.");
  return [make("p", {}, waiting, make("span", { class: "pme-hint" }, where)), to && make("p", {}, pressed), answer];
}
