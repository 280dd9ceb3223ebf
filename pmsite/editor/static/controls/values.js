/* Values as authors write them: texts, lists, groups. */

export function listed(value) {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null || value === "" ? [] : [value];
}

export function isGroup(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/* A value without what is empty in it; undefined where nothing is left. */
export function cleaned(value) {
  if (Array.isArray(value)) {
    const left = value.map(cleaned).filter((one) => one !== undefined);
    return left.length ? left : undefined;
  }
  if (isGroup(value)) {
    const left = Object.entries(value).map(([name, one]) => [name, cleaned(one)]);
    const filled = left.filter(([, one]) => one !== undefined);
    return filled.length ? Object.fromEntries(filled) : undefined;
  }
  return value === "" || value === null ? undefined : value;
}

/* Whether two values say the same. */
export function same(one, other) {
  if (Array.isArray(one) && Array.isArray(other)) return one.length === other.length && one.every((each, at) => same(each, other[at]));
  if (isGroup(one) && isGroup(other)) {
    const names = Object.keys(one);
    return names.length === Object.keys(other).length && names.every((name) => same(one[name], other[name]));
  }
  return (one ?? undefined) === (other ?? undefined);
}

export function moved(list, from, to) {
  const left = list.toSpliced(from, 1);
  return left.toSpliced(to, 0, list[from]);
}
