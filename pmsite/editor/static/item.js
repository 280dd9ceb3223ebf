/* One item as its file is now, and the control of each of its facts. */
import { get, post, types } from "./api.js";
import { inWords, undo } from "./changing.js";
import { cleaned, same } from "./controls/values.js";
import { toast } from "./toast.js";

/* Promises the item as it is at this moment, with `label` and `fields` of its type. */
export async function look(id) {
  const [item, known] = await Promise.all([get(`item/${encodeURIComponent(id)}`), types()]);
  const { label = item.type, fields = {}, used = {} } = known[item.type] ?? {};
  return { ...item, label, fields, used, typeLabels: Object.fromEntries(Object.entries(known).map(([name, one]) => [name, one.label])) };
}

/* The same item as its translation says it. */
export function inLanguage(item, language) {
  if (!language) return item;
  const { written = {}, body = "" } = item.translations?.[language] ?? {};
  return { ...item, language, written, body };
}

/* What makes a fact say something else; nothing where it says that already. */
export function wish(item, name, value, was = item.written[name] ?? null) {
  const wanted = cleaned(value);
  if (same(wanted, cleaned(item.written[name]))) return null;
  const place = { item: item.id, place: [name], was, ...(item.language && { language: item.language }) };
  return wanted === undefined ? { do: "unset", ...place } : { do: "set", ...place, value: wanted };
}

/* Does operations, and tells it with a way back. Raises the refusal, in the words of its first fault. */
export async function done(operations, said, { back = null, seen = {}, title = said } = {}) {
  try {
    const answer = await post("apply", { operations, seen, title });
    const told = answer.told?.find((one) => one.message);
    toast(said, { hint: told?.message ?? "", undo: answer.files?.length ? () => undo(back, answer.change) : null });
    return answer;
  } catch (fault) {
    throw Object.assign(fault, inWords(fault));
  }
}
