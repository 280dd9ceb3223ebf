"use strict";
// Opens a sealed document. The key is the part of the address after #, which a browser never sends. Nothing is stored.
(() => {
  const KEY = /^[\w-]{42}[AEIMQUYcgkosw048]$/; // 32 bytes of base64url
  const LEAST = 600000, MOST = 5000000; // rounds of PBKDF2: fewer are weak, more would stall the reader
  const at = (id) => document.getElementById(id);
  const utf8 = (text) => new TextEncoder().encode(text);
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  let whole = "";

  const say = (name) => {
    for (const one of document.querySelectorAll("[data-say]")) one.hidden = one.dataset.say !== name;
    at("card").hidden = false;
  };

  const date = (day) => {
    const words = day.toLocaleDateString(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" });
    for (const one of document.querySelectorAll("time")) one.textContent = words;
  };

  const read = (text) => {
    const sealed = JSON.parse(text), told = JSON.parse(sealed.aad), kdf = told.kdf;
    const known = kdf === null || (kdf.name === "PBKDF2-SHA256" && Number.isInteger(kdf.it) && kdf.it >= LEAST && kdf.it <= MOST);
    const until = told.exp === null ? Infinity : Date.parse(told.exp);
    if (told.v !== 1 || told.alg !== "A256GCM" || !known || Number.isNaN(until)) throw new Error("not known");
    return { nonce: bytes(sealed.nonce), aad: utf8(sealed.aad), ct: bytes(sealed.ct), kdf, until };
  };

  const stretch = async (phrase, kdf) => {
    const plain = utf8(phrase.normalize("NFC").toLowerCase().replace(/[\s-]/g, ""));
    const key = await crypto.subtle.importKey("raw", plain, "PBKDF2", false, ["deriveBits"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(kdf.salt), iterations: kdf.it };
    return new Uint8Array(await crypto.subtle.deriveBits(how, key, 256));
  };

  const decrypt = async (sealed, material) => {
    const base = await crypto.subtle.importKey("raw", material, "HKDF", false, ["deriveKey"]);
    const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: utf8("pmsite/v1/content") };
    const key = await crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
    const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.nonce, additionalData: sealed.aad }, key, sealed.ct);
    const size = new DataView(opened).getUint32(0), rest = new Uint8Array(opened, 4);
    if (size > rest.length || rest.subarray(size).some((byte) => byte)) throw new Error("not whole");
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(rest.subarray(0, size));
  };

  // A link of the document opens a page of its own; one to a place in the document stays in the frame, whose address is about:srcdoc.
  const framed = (html) => {
    const inert = new DOMParser().parseFromString(html, "text/html");
    for (const link of inert.querySelectorAll("a[href], area[href]")) {
      const to = link.getAttribute("href").trim();
      if (to.startsWith("#")) {
        link.setAttribute("href", "about:srcdoc" + to);
        continue;
      }
      link.setAttribute("target", "_blank");
      link.setAttribute("rel", "noopener noreferrer");
    }
    return "<!doctype html>" + inert.documentElement.outerHTML;
  };

  const show = (html) => {
    whole = framed(html);
    at("card").hidden = true;
    at("bar").hidden = false;
    at("frame").hidden = false;
    at("frame").srcdoc = whole;
  };

  // A browser prints of a frame only what is in sight. So the paper has a frame of its own, which may be printed; nothing runs in it either.
  const print = () => {
    const paper = at("frame").cloneNode();
    const last = document.querySelector(".paper");
    if (last) last.remove();
    paper.removeAttribute("id");
    paper.className = "paper";
    paper.tabIndex = -1;
    paper.setAttribute("aria-hidden", "true");
    paper.setAttribute("sandbox", "allow-same-origin allow-modals");
    paper.onload = () => paper.contentWindow.print();
    paper.srcdoc = whole;
    document.body.append(paper);
  };

  const ask = (sealed, link) => {
    say("ask");
    at("phrase").focus();
    at("form").onsubmit = async (event) => {
      event.preventDefault();
      at("wrong").hidden = true;
      at("enter").disabled = true;
      try {
        const more = await stretch(at("phrase").value, sealed.kdf);
        show(await decrypt(sealed, Uint8Array.from([...link, ...more])));
        at("phrase").value = "";
        at("frame").focus();
      } catch {
        at("wrong").hidden = false;
        at("phrase").select();
      }
      at("enter").disabled = false;
    };
  };

  const start = async () => {
    if (!window.isSecureContext || !window.crypto || !crypto.subtle) return say("browser");
    const link = location.hash.slice(1);
    if (!KEY.test(link)) return say("incomplete");
    try {
      const sealed = read(at("sealed").textContent);
      at("until").hidden = sealed.until === Infinity;
      if (sealed.until !== Infinity) date(new Date(sealed.until));
      if (sealed.until < Date.now()) return say("expired");
      if (sealed.kdf) return ask(sealed, bytes(link));
      say("opening");
      show(await decrypt(sealed, bytes(link)));
    } catch {
      say("invalid");
    }
  };

  addEventListener("hashchange", () => location.reload());
  addEventListener("keydown", (event) => {
    if (!whole || event.key !== "p" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    print();
  });
  at("print").onclick = print;
  start();
})();
