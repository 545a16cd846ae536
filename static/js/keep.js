// Keeps what is typed on this device until the server has it, for places where the connection comes
// and goes. On top of pages that work without it. Every sentence shown comes from the page.
//
//   body[data-person]      who is signed in; only they see what they left
//   form[data-keep]        a form that is kept; partials/keep.hbs inside it tells about it
//   form[data-keep-many]   may be filled in again before the first one could be sent
//   [data-kept-elsewhere]  tells on other pages that something was not sent yet
//
// Who is not signed in may share the device with anybody: what they type is kept in this tab only.
// Signing out takes everything of that person away; a week does so too.
"use strict";

(() => {
  const PREFIX = "wd-kept:";
  const WEEK = 7 * 24 * 3600 * 1000;
  const SENT = "wd-sent";
  const TOLD = "wd-told";
  const PATIENCE = 8000;
  const who = document.body.dataset.person || "";
  const mine = `${PREFIX}${who}:`;

  let store;
  try {
    store = who ? localStorage : sessionStorage;
  } catch {
    return;
  }

  const same = (one, other) => JSON.stringify(one || []) === JSON.stringify(other || []);

  function read(key) {
    try {
      return { waiting: [], ...JSON.parse(store.getItem(key)) };
    } catch {
      return { waiting: [] };
    }
  }

  /** Writes what is kept of a form; false when this device keeps nothing. */
  function write(key, entry) {
    try {
      if (entry.draft || entry.waiting.length) store.setItem(key, JSON.stringify({ ...entry, at: Date.now() }));
      else store.removeItem(key);
      return true;
    } catch {
      return false;
    }
  }

  function dropDraft(key) {
    const entry = read(key);
    delete entry.draft;
    write(key, entry);
  }

  const keysOf = (prefix) => Object.keys(store).filter((key) => key.startsWith(prefix));

  /** The fields of a form by name, without what belongs to this page load. */
  function fieldsOf(form) {
    const fields = {};
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && name !== "csrf" && name !== "browser") (fields[name] ||= []).push(value);
    }
    return fields;
  }

  /** Puts values back into the fields with these names. */
  function put(form, fields, names) {
    for (const name of names) {
      const values = [...(fields[name] || [])];
      for (const field of form.elements) {
        if (field.name !== name || field.type === "file") continue;
        if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
        else field.value = values.shift() || "";
      }
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** The names of the fields that differ, apart from those that nobody types. */
  function differing(one, other) {
    const names = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...names].filter((name) => name !== "form_key" && name !== "version" && !same(one[name], other[name]));
  }

  /** A new name for a form, as the server gives them. */
  function newKey() {
    return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function moment(at) {
    return new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" }).format(new Date(at));
  }

  const soon = () => ({ signal: AbortSignal.timeout(PATIENCE), cache: "no-store", credentials: "same-origin" });

  /** Whether the server can be reached now. */
  async function reachable() {
    try {
      return (await fetch("/health/live", soon())).ok;
    } catch {
      return false;
    }
  }

  /** Sends a form that waited: "done", "again" when it needs another look, "no" without a connection. */
  async function send(form, fields) {
    const body = new URLSearchParams();
    body.append("csrf", form.elements.csrf.value);
    for (const [name, values] of Object.entries(fields)) values.forEach((value) => body.append(name, value));
    try {
      const answer = await fetch(form.action, { method: "POST", body, ...soon() });
      const signIn = answer.status === 401 || new URL(answer.url).pathname.startsWith("/inloggen");
      if (answer.ok && answer.redirected && !signIn) return "done";
      return answer.status === 422 ? "again" : "no";
    } catch {
      return "no";
    }
  }

  class Keeper {
    constructor(form) {
      this.form = form;
      this.box = form.querySelector("[data-kept]");
      this.many = "keepMany" in form.dataset;
      this.base = fieldsOf(form);
      this.known = new Set([this.key]);
      this.typedAt = 0;
      this.sure = false;
      this.offline = false;
      this.refused = Boolean(document.querySelector("#fouten, main .utrecht-alert--error"));
      form.addEventListener("input", () => this.typed());
      form.addEventListener("change", () => this.typed());
      form.addEventListener("wd:saved", () => this.saved());
      // Before the other helpers, which take a form that is sent for gone.
      form.addEventListener("submit", (event) => this.submit(event), { capture: true });
      addEventListener("online", () => this.offline && this.say("back"));
      this.button("send").addEventListener("click", () => this.again());
      this.button("restore").addEventListener("click", () => this.restore());
      this.button("drop").addEventListener("click", () => this.drop());
      this.begin();
    }

    /** Where this form is kept: its address, which an autosaved draft changes. */
    get key() {
      return mine + new URL(this.form.action).pathname;
    }

    button(name) {
      return this.box.querySelector(`[data-kept-${name}]`);
    }

    say(sentence, values = {}) {
      this.box.querySelector("[data-kept-text]").textContent = sentence ? fill(this.box.dataset[sentence], values) : "";
    }

    show(...buttons) {
      for (const name of ["send", "restore", "drop"]) this.button(name).hidden = !buttons.includes(name);
    }

    count() {
      const waiting = read(this.key).waiting.length;
      this.box.querySelector("[data-kept-count]").textContent = waiting ? fill(this.box.dataset.waiting, { n: waiting }) : "";
      return waiting;
    }

    /** Puts back what was left here, unless something else stands there by now. */
    begin() {
      const { draft } = read(this.key);
      const told = sessionStorage.getItem(TOLD);
      if (told) this.say("sent", { n: told });
      sessionStorage.removeItem(TOLD);
      if (this.count()) this.show("send");
      if (!draft) return;
      const names = differing(draft.fields, draft.base);
      if (names.every((name) => same(this.base[name], draft.fields[name]))) {
        if (!this.refused) dropDraft(this.key);
      } else if (names.every((name) => same(this.base[name], draft.base[name])) && same(this.base.version, draft.base.version)) {
        this.say("restored", { time: moment(draft.at) });
        this.show("send", "drop");
        put(this.form, draft.fields, [...names, "form_key"]);
      } else {
        this.say("changed", { time: moment(draft.at) });
        this.show("restore", "drop");
        this.asked = draft;
      }
    }

    typed() {
      this.typedAt = Date.now();
      // What was left before stays until its writer chose what to do with it.
      if (this.asked) return;
      const entry = read(this.key);
      const fields = fieldsOf(this.form);
      delete entry.draft;
      if (differing(fields, this.base).length) entry.draft = { fields, base: this.base, at: this.typedAt };
      this.known.forEach((key) => key !== this.key && dropDraft(key));
      this.known.add(this.key);
      entry.page = location.pathname;
      entry.title = document.title.split(" – ")[0];
      this.keeps = write(this.key, entry);
    }

    /** The draft was saved while typing; what came after is not in it yet. */
    saved() {
      if (Date.now() - this.typedAt < 1500) return;
      this.forget();
    }

    forget() {
      this.known.add(this.key).forEach(dropDraft);
    }

    restore() {
      const draft = this.asked;
      this.asked = null;
      put(this.form, draft.fields, Object.keys(draft.fields));
      this.say("restored", { time: moment(draft.at) });
      this.show("send", "drop");
    }

    drop() {
      this.asked = null;
      const entry = read(this.key);
      if (entry.draft) put(this.form, this.base, differing(fieldsOf(this.form), this.base));
      dropDraft(this.key);
      this.say("");
      this.show(...(this.count() ? ["send"] : []));
    }

    async submit(event) {
      if (this.sure) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      this.asked = null;
      this.typed();
      if (this.busy) return;
      this.busy = true;
      const there = await reachable();
      this.busy = false;
      if (!there) {
        this.stay();
        return;
      }
      // A draft that was saved meanwhile changed the address: what was kept under the old one was sent too.
      sessionStorage.setItem(SENT, JSON.stringify([...this.known.add(this.key)]));
      this.sure = true;
      this.form.requestSubmit(event.submitter);
    }

    /** There is no connection: it stays here, and a next one can be filled in. */
    stay() {
      this.offline = true;
      if (!this.keeps) {
        this.say("failed");
      } else if (this.many && !this.refused) {
        const entry = read(this.key);
        entry.waiting.push(fieldsOf(this.form));
        delete entry.draft;
        write(this.key, entry);
        this.form.reset();
        this.form.elements.form_key.value = newKey();
        this.base = fieldsOf(this.form);
        this.form.dispatchEvent(new Event("wd:saved"));
        this.say("offlineMany");
      } else {
        this.say("offline");
      }
      this.count();
      this.show("send");
    }

    /** Sends what waits, one by one, and then what stands in the form. */
    async again() {
      let done = 0;
      this.show();
      for (;;) {
        const entry = read(this.key);
        const [first] = entry.waiting;
        if (!first) break;
        const outcome = await send(this.form, first);
        if (outcome === "no") {
          this.say((await reachable()) ? "signIn" : "offline");
          this.count();
          this.show("send");
          return;
        }
        entry.waiting.shift();
        write(this.key, entry);
        if (outcome === "again") {
          put(this.form, first, Object.keys(first));
          break;
        }
        done += 1;
        this.count();
      }
      if (done) sessionStorage.setItem(TOLD, String(done));
      if (differing(fieldsOf(this.form), this.base).length) this.form.requestSubmit();
      else location.reload();
    }
  }

  // What the server took is kept no longer: it says so on the page after the form.
  const sent = JSON.parse(sessionStorage.getItem(SENT) || "[]");
  sessionStorage.removeItem(SENT);
  if (document.querySelector(".wd-flash .utrecht-alert--ok") && !location.pathname.startsWith("/inloggen")) sent.forEach(dropDraft);

  for (const key of keysOf(PREFIX)) {
    if (Date.now() - (read(key).at || 0) > WEEK) store.removeItem(key);
  }

  const forms = [...document.querySelectorAll("form[data-keep]")];
  const here = forms.map((form) => new Keeper(form).key);

  const elsewhere = document.querySelector("[data-kept-elsewhere]");
  const left = keysOf(mine).filter((key) => !here.includes(key));
  if (elsewhere && left.length) {
    elsewhere.querySelector("ul").replaceChildren(
      ...left.map((key) => {
        const { page, title } = read(key);
        const link = document.createElement("a");
        link.href = page;
        link.textContent = title;
        const item = document.createElement("li");
        item.append(link);
        return item;
      }),
    );
    elsewhere.hidden = false;
  }

  // Signing out on a device that others use too: nothing of this person stays behind.
  document.querySelectorAll("form[action='/uitloggen']").forEach((form) =>
    form.addEventListener("submit", (event) => {
      const all = keysOf(mine);
      if (all.length && elsewhere && !confirm(elsewhere.dataset.signOut)) {
        event.preventDefault();
        return;
      }
      all.forEach((key) => store.removeItem(key));
      sessionStorage.clear();
    }),
  );
})();
