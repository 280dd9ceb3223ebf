/* Texts that are not saved yet, kept in this window: a reload, a rebuild or a stopped server loses none. */
const PREFIX = "pmsite-draft:";

/* A draft of one place of one item: draft("offline-mode", "body", "zh"). */
export function draft(...names) {
  const key = PREFIX + JSON.stringify(names);
  return {
    /* What was typed, and what stood there when somebody began (`was`); null where there is none. */
    read: () => JSON.parse(sessionStorage.getItem(key) ?? "null"),
    keep: (text, was) => kept(() => sessionStorage.setItem(key, JSON.stringify({ text, was }))),
    drop: () => sessionStorage.removeItem(key),
  };
}

/* The names of all drafts in this window. */
export function drafts() {
  const keys = Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
  return keys.map((key) => JSON.parse(key.slice(PREFIX.length)));
}

function kept(write) {
  try {
    write();
  } catch {
    // the browser keeps nothing, or has no room: the text is in its field all the same
  }
}
