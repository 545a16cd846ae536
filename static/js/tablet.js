// A tablet that takes votes without a connection. While there is one, voters go to the ordinary booth.
// Without one the ballot comes up on this page; it is sealed here, with the cryptography of the browser
// alone, kept without time or order, and delivered when the connection is back. Uses the helpers of
// app.js. Every sentence shown comes from the page.
//
//   [data-tablet=ID]   the page on the tablet: data-key, data-name and data-size of its seals, data-home,
//                      data-ends, and its sentences
//   [data-tablets=ID]  the page of staff: says how many ballots wait in this browser, of which tablet, and
//                      lets nobody stop a tablet (form[data-tablet-finish=ID]) on which ballots wait
//
// How a ballot is sealed: docs/stemgeheim.md.
"use strict";

(() => {
  const device = document.querySelector("[data-tablet]");
  const desk = document.querySelector("[data-tablets]");
  const CACHE = "wd-tablet";
  const STORE = "sealed";
  const PATIENCE = 6000;
  const LOOK = 15_000;
  const SOON = 3000;
  const IDLE = 120_000;
  const SHOWN = 60_000;

  // What waits in this browser.

  function database() {
    return new Promise((done, fail) => {
      const request = indexedDB.open("wijkdeal-tablet", 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
      request.onsuccess = () => done(request.result);
      request.onerror = () => fail(request.error);
    });
  }

  /** Does something with what is kept; resolves when it is on the disk. */
  async function kept(mode, act) {
    const opened = await database();
    try {
      return await new Promise((done, fail) => {
        const transaction = opened.transaction(STORE, mode, { durability: "strict" });
        const request = act(transaction.objectStore(STORE));
        transaction.oncomplete = () => done(request.result);
        transaction.onabort = () => fail(transaction.error);
      });
    } finally {
      opened.close();
    }
  }

  /** Every sealed ballot that waits, in the order of the random numbers by which they are kept. */
  const waiting = () => kept("readonly", (store) => store.getAll());

  // The code and the seal.

  const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const ALIKE = { O: "0", I: "1", L: "1" };

  /** Multiplication in GF(32), as in src/domain/code.rs. */
  function times(a, b) {
    let product = 0;
    for (; b > 0; b >>= 1) {
      if (b & 1) product ^= a;
      a <<= 1;
      if (a & 32) a ^= 0b10_0101;
    }
    return product;
  }

  /** Reads a stemcode; says what is wrong when it is none. Nothing of it is sent anywhere. */
  function readCode(typed) {
    const symbols = [...typed.toUpperCase()].filter((c) => /[\p{L}\p{N}]/u.test(c)).map((c) => ALIKE[c] || c);
    const odd = symbols.find((c) => !ALPHABET.includes(c));
    if (symbols.length === 0) return { wrong: "empty" };
    if (odd) return { wrong: "symbol", values: { symbol: odd } };
    if (symbols.length !== 16) return { wrong: "length", values: { length: symbols.length } };
    let [sum, weight] = [0, 1];
    for (const c of symbols) {
      sum ^= times(ALPHABET.indexOf(c), weight);
      weight = times(weight, 2);
    }
    return sum === 0 ? { code: symbols.join("") } : { wrong: "check" };
  }

  const bytesOf = (text) => new TextEncoder().encode(text);
  const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const digest = async (text) => hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytesOf(text))));

  function base64url(bytes) {
    const text = [...new Uint8Array(bytes)].map((byte) => String.fromCharCode(byte)).join("");
    return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  }

  function publicKey() {
    const spki = Uint8Array.from(atob(device.dataset.key), (c) => c.charCodeAt(0));
    return crypto.subtle.importKey("spki", spki, { name: "RSA-OAEP", hash: "SHA-256" }, false, ["wrapKey"]);
  }

  /** Seals a ballot: a JWE (RFC 7516) with RSA-OAEP-256 and A256GCM. Every seal is as long. */
  async function seal(content) {
    const plain = bytesOf(JSON.stringify(content).padEnd(Number(device.dataset.size)));
    const head = base64url(bytesOf(JSON.stringify({ alg: "RSA-OAEP-256", enc: "A256GCM", kid: device.dataset.name })));
    const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt"]);
    const wrapped = await crypto.subtle.wrapKey("raw", key, await publicKey(), { name: "RSA-OAEP" });
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bytesOf(head), tagLength: 128 }, key, plain);
    return [head, ...[wrapped, iv, sealed.slice(0, -16), sealed.slice(-16)].map(base64url)].join(".");
  }

  /** Shuffles; which ballot goes first tells nothing. */
  function shuffled(all) {
    const random = crypto.getRandomValues(new Uint32Array(all.length));
    return all.map((one, at) => [random[at], one]).sort(([a], [b]) => a - b).map(([, one]) => one);
  }

  // The page on the tablet.

  class Tablet {
    constructor(root) {
      this.root = root;
      this.home = root.dataset.home;
      this.start = this.part("start");
      // Not there once the vote is closed; what waits is delivered all the same.
      this.form = this.start.querySelector("form");
      this.ballot = null;
      this.used = new Set();
      this.count = 0;
      this.going = false;
      this.busy = false;
      this.wanted = false;
      this.form?.addEventListener("submit", (event) => this.enter(event));
      this.part("next").addEventListener("click", () => this.empty());
      this.part("deliver").addEventListener("click", () => this.deliver());
      this.rest = afterPause(IDLE, () => this.ballot && this.empty());
      for (const sign of ["pointerdown", "pointermove", "keydown", "input", "scroll"]) addEventListener(sign, this.rest, { passive: true });
      addEventListener("online", () => this.deliver());
      addEventListener("offline", () => this.connected(false));
      // Who closes the page while ballots wait on it is asked first; going to the booth is not that.
      addEventListener("beforeunload", (event) => this.count > 0 && !this.going && event.preventDefault());
      addEventListener("pageshow", (event) => event.persisted && location.reload());
      this.part("broken").hidden = location.hash !== "#onderbroken";
      history.replaceState(null, "", location.pathname);
      this.begin();
    }

    part(name) {
      return this.root.querySelector(`[data-tablet-${name}]`);
    }

    say(name, sentence, values = {}) {
      this.part(name).textContent = sentence ? fill(this.root.dataset[sentence], values) : "";
    }

    async begin() {
      try {
        await publicKey();
        this.count = (await waiting()).length;
        await this.stay();
        this.say("ready", "ready");
      } catch {
        this.able = false;
        this.say("ready", "unable");
      }
      await this.deliver();
      setInterval(() => this.deliver(), LOOK);
    }

    /** From now on this page also comes up without a connection. */
    async stay() {
      await navigator.serviceWorker.register(this.root.dataset.worker, { scope: new URL(".", new URL(this.home, location)).pathname });
      await navigator.storage?.persist?.();
      const cache = await caches.open(CACHE);
      const files = performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => new URL(name).pathname.startsWith("/static/"));
      if (navigator.onLine) await cache.addAll([this.home, ...new Set(files)]);
      else if (!(await cache.match(this.home))) throw new Error("nothing kept");
      this.able = true;
    }

    /** Asks the server how it stands; null without a connection. */
    async ask() {
      try {
        const answer = await fetch(`${this.home}/stand`, { signal: AbortSignal.timeout(PATIENCE), cache: "no-store" });
        return answer.ok ? await answer.json() : null;
      } catch {
        return null;
      }
    }

    connected(yes) {
      this.part("offline").hidden = yes;
      this.part("online").hidden = !yes;
    }

    show(standing) {
      this.connected(Boolean(standing));
      this.say("waiting", this.count === 0 ? "none" : this.count === 1 ? "one" : "some", { n: this.count });
      if (!standing) return;
      this.part("told").hidden = standing.told.length === 0;
      this.part("told").replaceChildren(
        ...standing.told.map((sentence) => {
          const item = document.createElement("li");
          item.textContent = sentence;
          return item;
        }),
      );
    }

    /** Delivers what waits; asked again meanwhile, it looks again. */
    async deliver() {
      this.wanted = true;
      if (this.busy || this.going) return;
      this.busy = true;
      while (this.wanted) {
        this.wanted = false;
        await this.handIn();
      }
      this.busy = false;
      // The first try just after the connection came back may still fail.
      clearTimeout(this.soon);
      if (this.count > 0 && navigator.onLine) this.soon = setTimeout(() => this.deliver(), SOON);
    }

    /** Hands in what waits, shuffled. What was taken in, or refused, waits no more. */
    async handIn() {
      try {
        const standing = await this.ask();
        const mine = standing ? shuffled((await waiting()).filter(({ home }) => home === this.home)) : [];
        for (const { id, tablet, envelope } of mine) {
          const body = new URLSearchParams({ csrf: standing.csrf, tablet, levering: id, biljet: envelope });
          const answer = await fetch(this.home, { method: "POST", body, redirect: "error", signal: AbortSignal.timeout(PATIENCE) });
          if (answer.ok) await kept("readwrite", (store) => store.delete(id));
        }
        this.count = (await waiting()).length;
        this.show(mine.length ? await this.ask() : standing);
      } catch {
        // The answer was lost: the same delivery is made again later, and counts once.
        this.show(null);
      }
    }

    /** Somebody typed a code: to the booth, or, without a connection, to the ballot on this page. */
    async enter(event) {
      event.preventDefault();
      const field = this.form.elements.code;
      const { code, wrong, values } = readCode(field.value);
      const late = Date.now() >= Number(this.root.dataset.ends);
      this.wrong(wrong && fill(this.root.dataset[wrong], values || {}));
      if (wrong || this.entering) return;
      this.entering = true;
      const there = await this.ask();
      this.entering = false;
      if (there) {
        this.going = true;
        this.form.submit();
        return;
      }
      this.show(null);
      if (!this.able) this.wrong(this.root.dataset.unable);
      else if (late) this.wrong(this.root.dataset.closed);
      else if (this.used.has(await digest(code))) this.wrong(this.root.dataset.twice);
      else await this.choose(code);
    }

    /** Says what is wrong with the code, at its field. */
    wrong(sentence) {
      if (!this.form) return;
      const field = this.form.elements.code;
      const line = this.part("wrong");
      line.textContent = sentence || "";
      line.hidden = !sentence;
      field.toggleAttribute("aria-invalid", Boolean(sentence));
      if (sentence) {
        field.setAttribute("aria-invalid", "true");
        field.focus();
      }
    }

    /** Brings a new ballot up: nothing in it was ever on the screen before. */
    async choose(code) {
      this.part("broken").hidden = true;
      const place = document.createElement("div");
      place.className = "wd-flow";
      place.append(this.part("ballot").content.cloneNode(true));
      const list = place.querySelector(".wd-choices");
      // Another order for every voter, and the same for one voter, as in the booth.
      const order = await Promise.all([...list.children].map(async (plan) => [await digest(`${code}:${plan.dataset.plan}`), plan]));
      list.append(...order.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, plan]) => plan));
      // Where these lead to is out of reach now.
      place.querySelectorAll("a[target]").forEach((link) => (link.closest("p") ? link.replaceWith(link.textContent) : link.remove()));
      const form = place.querySelector("form");
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.finish(form, code);
      });
      place.querySelector("[data-tablet-cancel]").addEventListener("click", () => this.empty());
      this.start.hidden = true;
      this.form.reset();
      this.start.after(place);
      this.ballot = place;
      ballot(form);
      place.querySelector("h2").focus();
      this.rest();
    }

    /** Seals what was chosen. Only when it is on the disk the page says so. */
    async finish(form, code) {
      const given = [...form.querySelectorAll(".wd-check:checked")].map((box) => [Number(box.value), 1]);
      for (const field of form.querySelectorAll(".wd-give")) {
        if (Number(field.value) > 0) given.push([Number(field.dataset.plan), Number(field.value)]);
      }
      const few = form.querySelector("[data-tablet-few]");
      few.hidden = given.length >= Number(form.dataset.ballotMin);
      if (!few.hidden) {
        few.focus();
        return;
      }
      if (this.sealing) return;
      this.sealing = true;
      try {
        const id = hex(crypto.getRandomValues(new Uint8Array(16)));
        const one = { id, tablet: this.root.dataset.tablet, home: this.home, envelope: await seal({ code, given }) };
        await kept("readwrite", (store) => store.add(one));
        this.used.add(await digest(code));
        this.count += 1;
        this.empty();
        this.start.hidden = true;
        this.part("sealed").hidden = false;
        this.part("sealed").querySelector("h2").focus();
        this.shown = setTimeout(() => this.empty(), SHOWN);
        this.show(null);
        this.deliver();
      } catch {
        const failed = form.querySelector("[data-tablet-failed]");
        failed.hidden = false;
        failed.focus();
      }
      this.sealing = false;
    }

    /** For the next voter: nothing of the last is left on this page. */
    empty() {
      clearTimeout(this.shown);
      const before = this.ballot || !this.part("sealed").hidden;
      this.ballot?.remove();
      this.ballot = null;
      this.form?.reset();
      this.wrong("");
      this.part("sealed").hidden = true;
      this.start.hidden = false;
      if (before) this.form?.elements.code.focus();
    }
  }

  // The page of staff.

  /** Says what waits in this browser, and guards the buttons that stop a tablet. */
  async function guardDesk(root) {
    const all = "indexedDB" in window ? await waiting().catch(() => []) : [];
    const line = root.querySelector("[data-tablet-waiting]");
    const { none, one, some } = root.dataset;
    line.textContent = root.dataset.tablets || all.length ? fill(all.length === 0 ? none : all.length === 1 ? one : some, { n: all.length }) : "";
    document.querySelectorAll("form[data-tablet-finish]").forEach((form) =>
      form.addEventListener("submit", (event) => {
        if (!all.some(({ tablet }) => tablet === form.dataset.tabletFinish)) return;
        event.preventDefault();
        line.focus();
      }),
    );
    if (root.dataset.tablets || all.length || !("serviceWorker" in navigator)) return;
    // This browser is no tablet any more: nothing of one stays behind.
    for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
    await caches.delete(CACHE);
  }

  if (device) new Tablet(device);
  if (desk) guardDesk(desk);
})();
