/* What the server is asked. Whatever it refuses is a Refusal, whose words are for a person. */
import { say } from "./words.js";

const tag = document.querySelector("script[data-token][data-build]");
const ROOT = new URL("../", import.meta.url);

export const token = tag?.dataset.token ?? "";
export const base = tag?.dataset.base ?? "/";
export const firstBuild = Number(tag?.dataset.build ?? 0);

export class Refusal extends Error {
  constructor(status, { message, hint = "", ...rest } = {}) {
    super(message || say("The preview answered with an error (%(status)s).", { status }));
    Object.assign(this, { status, hint, ...rest });
  }
}

export function get(path, query = {}, options = {}) {
  const url = new URL(path, ROOT);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return answer(url, options);
}

export function post(path, body = {}) {
  return send(path, JSON.stringify(body), "application/json");
}

/* A body of another kind, such as a picture. */
export function send(path, body, type) {
  return answer(new URL(path, ROOT), { method: "POST", body, headers: { "Content-Type": type, "X-Pmsite-Token": token } });
}

async function answer(url, options) {
  let response = null;
  try {
    response = await fetch(url, { cache: "no-store", ...options });
  } catch (fault) {
    if (fault.name === "AbortError") throw fault;
    const hint = say("Start it again with `mkdocs serve`; what you typed is still here.");
    throw new Refusal(0, { message: say("The preview does not answer."), hint });
  }
  const found = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(response.status, found);
  return found;
}

let asked = null;

/* What is so until the server is started anew: language, words, whether anything can be changed. */
export function session() {
  asked ??= get("session");
  return asked;
}

let known = null;

/* By type, its label and the control of each of its fields. */
export function types() {
  known ??= get("types").then((found) => found.types);
  return known;
}
