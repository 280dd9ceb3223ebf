/* What items are called, by their ids; asked once. */
import { get } from "../api.js";

const known = new Map();

export function find(to, q) {
  return get("refs", { to: (to ?? []).join(","), q }).then(({ found }) => {
    for (const one of found) known.set(one.id, one);
    return found;
  });
}

/* The items that some ids mean: { id, title, type, stage }. Who is no item is called by its name. */
export async function named(ids, to) {
  await Promise.all(ids.filter((id) => !known.has(id)).map((id) => find(to, id).catch(() => [])));
  for (const id of ids) if (!known.has(id)) known.set(id, { id, title: id });
  return ids.map((id) => known.get(id));
}

export function learnName(found) {
  known.set(found.id, found);
}

export function titleOf(id) {
  return known.get(id)?.title ?? id;
}
