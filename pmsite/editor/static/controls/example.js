/* What a field could say, shown where it says nothing. Examples are English; elsewhere those are told that have no words. */
export function example({ example: shown }) {
  const one = Array.isArray(shown) ? shown[0] : shown;
  if (one === null || one === undefined || typeof one === "object" || typeof one === "boolean") return "";
  const isPlain = document.documentElement.lang.startsWith("en") || !/[a-z]{2}/i.test(one);
  return isPlain ? String(one) : "";
}
