// Comfort on top of pages that work without it. Each helper looks for its own
// data attribute and does nothing on pages that lack it. Every sentence shown
// comes from the page, in the reader's language.
"use strict";

/** The fields of a form as a body the server reads like an ordinary post. */
function formBody(form) {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string") body.append(name, value);
  }
  return body;
}

/** Posts a form quietly; resolves to the JSON of the answer, rejects when it was not saved. */
async function post(url, form) {
  const answer = await fetch(url, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: formBody(form),
    credentials: "same-origin",
    redirect: "error",
  });
  const isJson = (answer.headers.get("Content-Type") || "").includes("json");
  const content = isJson ? await answer.json() : {};
  if (!answer.ok) throw Object.assign(new Error("not saved"), { content });
  return content;
}

/** Fills "{name}" in a sentence of the page. */
function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

function clock() {
  const now = new Date();
  return `${now.getHours()}.${String(now.getMinutes()).padStart(2, "0")}`;
}

/** Calls `action` once typing has paused for `pause` milliseconds. */
function afterPause(pause, action) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(action, pause);
  };
}

/** form[data-guard]: asks before leaving a form with unsaved changes. */
function guard(form) {
  const leaving = (event) => event.preventDefault();
  form.addEventListener("input", () => addEventListener("beforeunload", leaving));
  const release = () => removeEventListener("beforeunload", leaving);
  form.addEventListener("submit", release);
  form.addEventListener("wd:saved", release);
}

/** Notes which version of the draft this form continues on. */
function keepVersion(form, version) {
  const known = form.querySelector("input[name=version]");
  const field = known || document.createElement("input");
  field.type = "hidden";
  field.name = "version";
  field.value = version;
  if (!known) form.append(field);
}

/**
 * form[data-autosave=URL]: saves a draft while typing. The answer may hold
 * {autosave, action}, the addresses of the draft once it exists, and {version},
 * which goes into the field of that name.
 * Shows its state in [data-autosave-status], which carries data-saving,
 * data-saved ("… {time}") and data-failed.
 */
function autosave(form) {
  const status = form.querySelector("[data-autosave-status]");
  const say = (key) => {
    if (status) status.textContent = fill(status.dataset[key] || "", { time: clock() });
  };
  let running = false;
  let again = false;
  let sent = false;
  const save = async () => {
    if (sent) return;
    if (running) {
      again = true;
      return;
    }
    running = true;
    say("saving");
    try {
      const answer = await post(form.dataset.autosave, form);
      if (answer.autosave) form.dataset.autosave = answer.autosave;
      if (answer.action) form.action = answer.action;
      if (answer.version) keepVersion(form, answer.version);
      if (!again) form.dispatchEvent(new Event("wd:saved"));
      say("saved");
    } catch {
      say("failed");
    }
    running = false;
    if (again) {
      again = false;
      save();
    }
  };
  form.addEventListener("input", afterPause(1500, save));
  form.addEventListener("submit", () => {
    sent = true;
  });
}

/** textarea[data-counter=ID]: says how many characters are left in the element ID. */
function counter(area) {
  const line = document.getElementById(area.dataset.counter);
  if (!line) return;
  line.hidden = false;
  const quiet = () => {
    line.textContent = fill(line.dataset.text, { n: area.maxLength - area.value.length });
  };
  const nearlyFull = () => {
    line.setAttribute("aria-live", area.maxLength - area.value.length <= 20 ? "polite" : "off");
    quiet();
  };
  area.addEventListener("input", nearlyFull);
  quiet();
}

/**
 * [data-similar=URL][data-similar-into=ID] around an input: looks for ideas that
 * are alike. It asks URL?q=… and expects [{title, href}]; the element ID holds a
 * <ul> and stays hidden when nothing was found.
 */
function similar(holder) {
  const input = holder.querySelector("input, textarea");
  const box = document.getElementById(holder.dataset.similarInto);
  const list = box && box.querySelector("ul");
  if (!input || !list) return;
  let latest = 0;
  const look = async () => {
    const mine = ++latest;
    const url = new URL(holder.dataset.similar, location.href);
    url.searchParams.set("q", input.value);
    let found = [];
    if (input.value.trim().length >= 4) {
      try {
        const answer = await fetch(url, { headers: { Accept: "application/json" }, credentials: "same-origin" });
        if (answer.ok) found = await answer.json();
      } catch {
        found = [];
      }
    }
    if (mine !== latest) return;
    list.replaceChildren(
      ...found.map(({ title, href }) => {
        const link = document.createElement("a");
        link.href = href;
        link.textContent = title;
        link.target = "_blank";
        link.rel = "noopener";
        const item = document.createElement("li");
        item.append(link);
        return item;
      }),
    );
    box.hidden = found.length === 0;
  };
  input.addEventListener("input", afterPause(400, look));
}

/** How often a ballot whose answer was lost is sent again, and how long after, in milliseconds. */
const TRIES = 20;
const PAUSE = 3000;

/**
 * form[data-ballot=MAX]: saves every change of the ballot at once, through the
 * form's own action. More limits: data-ballot-min (fewest that count),
 * data-ballot-per-theme (most in one theme), data-ballot-budget (cents),
 * data-ballot-points (most points for one plan; MAX is then all points).
 * Parts of the form:
 *   .wd-check                 the boxes to tick, with data-theme and data-cents
 *   .wd-give                  the fields for points, or for a place in a ranking
 *   [data-ballot-ranked]      the voter's order, with buttons (see `ranking`)
 *   [data-ballot-count]       every element that shows the number chosen, or points given
 *   [data-ballot-left]        the money that is left
 *   [data-ballot-state]       the panel, class wd-vote--counts when votes count
 *   [data-ballot-head]        its heading: data-some, data-none
 *   [data-ballot-status]      aria-live line: data-saving, data-saved ("… {n} … {time}"),
 *                             data-offline, data-moved ("… {plan} … {place}"),
 *                             data-too-many ("… {max} … {left}"), data-chosen ("… {n} … {max}")
 * With data-ballot-stays nothing is sent: tablet.js seals the whole ballot in the end.
 * A ballot is always sent whole, so when the answer is lost it is sent again and
 * nothing is lost or counted twice. When the server refuses it, the form is sent
 * the ordinary way, so that the server's own page tells what is wrong.
 */
function ballot(form) {
  const limit = (name) => (name in form.dataset ? Number(form.dataset[name]) : Infinity);
  const [max, perTheme, budget, each] = [limit("ballot"), limit("ballotPerTheme"), limit("ballotBudget"), limit("ballotPoints")];
  const min = Number(form.dataset.ballotMin || 1);
  const state = form.querySelector("[data-ballot-state]");
  const head = form.querySelector("[data-ballot-head]");
  const status = form.querySelector("[data-ballot-status]");
  const given = (box) => (box.type === "checkbox" ? Number(box.checked) : Number(box.value) || 0);
  const chosen = () => [...form.querySelectorAll(".wd-check, .wd-give")].filter((box) => given(box) > 0);
  const count = () => (each < Infinity ? chosen().reduce((sum, box) => sum + given(box), 0) : chosen().length);
  const left = () => chosen().reduce((rest, box) => rest - Number(box.dataset.cents || 0), budget);
  const say = (key, values) => {
    if (status) status.textContent = fill(status.dataset[key] || "", values);
  };
  const show = () => {
    form.querySelectorAll("[data-ballot-count]").forEach((place) => {
      place.textContent = String(count());
    });
    form.querySelectorAll("[data-ballot-left]").forEach((place) => {
      place.textContent = euros(left());
    });
  };
  const settle = (saved) => {
    if (state) {
      state.classList.remove("wd-vote--busy");
      state.classList.toggle("wd-vote--counts", saved >= min);
    }
    if (head) head.textContent = saved >= min ? head.dataset.some : head.dataset.none;
    say("saved", { n: saved, max, time: clock() });
  };

  let running = false;
  let again = false;
  let tries = 0;
  const leaving = (event) => event.preventDefault();
  const send = async () => {
    again = false;
    const now = count();
    try {
      await post(form.action, form);
    } catch (error) {
      tries += 1;
      if ("content" in error || tries > TRIES) {
        removeEventListener("beforeunload", leaving);
        form.submit();
        return;
      }
      say("offline", {});
      setTimeout(send, PAUSE);
      return;
    }
    tries = 0;
    if (again) {
      send();
      return;
    }
    running = false;
    removeEventListener("beforeunload", leaving);
    settle(now);
  };
  const save = () => {
    show();
    if ("ballotStays" in form.dataset) {
      say("chosen", { n: count(), max });
      return;
    }
    again = true;
    if (running) return;
    running = true;
    addEventListener("beforeunload", leaving);
    if (state) state.classList.add("wd-vote--busy");
    say("saving", {});
    send();
  };

  const list = form.querySelector("[data-ballot-ranked]");
  if (list) ranking(form, list, { max, say, save });
  form.addEventListener("focusin", ({ target }) => {
    if (target.classList.contains("wd-give")) target.dataset.before = target.value;
  });
  form.addEventListener("change", (event) => {
    const box = event.target;
    if (list || !box.matches(".wd-check, .wd-give")) return;
    const inTheme = chosen().filter((other) => other.dataset.theme === box.dataset.theme).length;
    const themeFull = box.type === "checkbox" && inTheme > perTheme;
    if (given(box) > 0 && (count() > max || themeFull || left() < 0 || given(box) > each || !box.checkValidity())) {
      if (box.type === "checkbox") box.checked = false;
      else box.value = box.dataset.before || "";
      say("tooMany", { max: themeFull ? perTheme : each < Infinity ? each : max, left: each < Infinity ? max - count() : euros(left()) });
      return;
    }
    box.dataset.before = box.value;
    save();
  });
  ballotSearch(form);
}

/**
 * [data-ballot-ranked]: the voter's own order. Each li[data-plan] has buttons
 * named omhoog, omlaag and weg; the place can also be chosen at the plan itself
 * (select.wd-give[data-plan]). A plan that gets a place moves the others.
 */
function ranking(form, list, { max, say, save }) {
  const fields = [...form.querySelectorAll("select.wd-give")];
  const rows = new Map([...list.querySelectorAll("li")].map((row) => [row.dataset.plan, row]));
  const empty = list.querySelector("[data-ballot-empty]");
  const field = (plan) => fields.find((one) => one.dataset.plan === plan);
  const placed = () => fields.filter((one) => one.value).sort((a, b) => Number(a.value) - Number(b.value));
  let order = placed().map((one) => one.dataset.plan);
  const show = () => {
    fields.forEach((one) => {
      const at = order.indexOf(one.dataset.plan);
      one.value = at < 0 ? "" : String(at + 1);
    });
    rows.forEach((row, plan) => {
      row.hidden = !order.includes(plan);
    });
    order.forEach((plan) => {
      const row = rows.get(plan);
      if (row) row.parentNode.append(row);
    });
    if (empty) empty.hidden = order.length > 0;
  };
  const put = (plan, place) => {
    const others = order.filter((one) => one !== plan);
    if (place > 0 && others.length >= max) {
      show();
      say("tooMany", { max });
      return;
    }
    if (place > 0) others.splice(place - 1, 0, plan);
    order = others;
    show();
    save();
  };
  form.addEventListener("change", ({ target }) => {
    if (target.matches("select.wd-give")) put(target.dataset.plan, Number(target.value));
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    event.preventDefault();
    const at = order.indexOf(button.value);
    const place = { omhoog: Math.max(at, 1), omlaag: Math.min(at + 2, order.length), weg: 0 }[button.name];
    put(button.value, place);
    if (place > 0) {
      button.focus();
      say("moved", { plan: field(button.value).dataset.title, place, max });
    } else {
      field(button.value).focus();
    }
  });
}

/** Cents as people read them: "€ 4.500" or "€ 12,50". */
function euros(cents) {
  const digits = cents % 100 === 0 ? 0 : 2;
  return `€\u00a0${(cents / 100).toLocaleString("nl-NL", { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}

/** Searching on the ballot hides what does not fit, and never a plan that was chosen. */
function ballotSearch(form) {
  const words = form.querySelector("input[name=q]");
  const theme = form.querySelector("select[name=thema]");
  const wijk = form.querySelector("select[name=wijk]");
  const button = form.querySelector("[data-ballot-filter]");
  const found = form.querySelector("[data-ballot-found]");
  if (!words) return;
  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  const look = () => {
    const wanted = plain(words.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    form.querySelectorAll("[data-search]").forEach((plan) => {
      const here = !wijk || !wijk.value || !plan.dataset.wijk || wijk.value === plan.dataset.wijk;
      const fits = here && wanted.every((word) => plan.dataset.search.includes(word)) && (!theme || !theme.value || theme.value === plan.dataset.theme);
      const box = plan.querySelector(".wd-check, .wd-give");
      plan.hidden = !fits && !(box.type === "checkbox" ? box.checked : Number(box.value) > 0);
      if (fits) shown += 1;
    });
    if (found) found.textContent = shown === 0 ? found.dataset.none : "";
  };
  if (button) button.hidden = true;
  words.addEventListener("input", afterPause(150, look));
  words.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  [theme, wijk].filter(Boolean).forEach((choice) => choice.addEventListener("change", look));
}

/**
 * form[data-idle=SECONDS][data-idle-to=URL]: on a shared tablet, goes to URL when
 * nobody touched the page for so long. What was chosen is saved by then.
 */
function idle(form) {
  const leave = afterPause(Number(form.dataset.idle) * 1000, () => location.replace(form.dataset.idleTo));
  for (const sign of ["pointerdown", "pointermove", "keydown", "input", "scroll"]) addEventListener(sign, leave, { passive: true });
  leave();
}

/**
 * input[data-fragment-code]: moves the stemcode of a letter or mail (#c=…) into
 * the form, and out of the address.
 */
function fragmentCode(input) {
  const match = /^#c=([\w-]+)$/.exec(location.hash);
  if (!match) return;
  input.value = match[1];
  history.replaceState(null, "", location.pathname + location.search);
}

/**
 * input[data-fragment-token]: moves the secret of a sign-in link (#t=…) into the
 * form. What stands behind # never reaches a server, so no log can hold it.
 */
function fragmentToken(input) {
  const match = /^#t=([\w.~-]+)$/.exec(location.hash);
  if (!match) return;
  input.value = match[1];
  history.replaceState(null, "", location.pathname + location.search);
}

const helpers = [
  ["form[data-guard]", guard],
  ["form[data-autosave]", autosave],
  ["[data-counter]", counter],
  ["[data-similar]", similar],
  ["form[data-ballot]", ballot],
  ["form[data-idle]", idle],
  ["input[data-fragment-code]", fragmentCode],
  ["input[data-fragment-token]", fragmentToken],
];

for (const [selector, helper] of helpers) {
  document.querySelectorAll(selector).forEach(helper);
}

// After a refused form the reader starts at the list of mistakes.
const mistakes = document.getElementById("fouten");
if (mistakes) mistakes.focus();
