// What every story uses: people with browsers, the clock, their mail, and a look at each page.
import assert from "node:assert/strict";
import { mkdir, rm, writeFile } from "node:fs/promises";
import axe from "axe-core";
import { chromium } from "playwright-core";

const { STORY_BASE, STORY_CONTROL, STORY_MAIL, STORY_BROWSER, STORY_SEEN } = process.env;

/** The widths of a phone and of a desk, in CSS pixels. */
export const PHONE = 360;
export const DESK = 1280;

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** Chromium calls nobody: it may start no traffic of its own. */
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** Plays a story. Whatever goes wrong in it is told and kept: a picture and the page of everybody. */
export async function play(title, act) {
  const browser = await chromium.launch({ executablePath: STORY_BROWSER, args: FLAGS });
  const stage = new Stage(browser);
  const began = performance.now();
  try {
    await act(stage);
    assert.deepEqual(stage.faults, [], "something went wrong in the background");
    console.log(`  ${title}: done in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  } catch (error) {
    process.exitCode = 1;
    console.error(`  ${title}: FAILED\n${error.stack ?? error}`);
    for (const fault of stage.faults) console.error(`  fault: ${fault}`);
    console.error(`  what everybody saw is in ${await stage.keep(title)}`);
  } finally {
    await browser.close();
  }
}

class Stage {
  constructor(browser) {
    this.browser = browser;
    /** Seconds since 1970, once the clock was moved. */
    this.now = 0;
    this.people = [];
    this.faults = [];
  }

  /** Somebody with a browser of their own. */
  async person(name, { scripts = true, width = DESK, locale = "nl-NL", cookie } = {}) {
    const context = await this.browser.newContext({
      baseURL: STORY_BASE,
      javaScriptEnabled: scripts,
      locale,
      reducedMotion: "reduce",
      viewport: { width, height: 900 },
    });
    context.setDefaultTimeout(20_000);
    context.setDefaultNavigationTimeout(60_000);
    if (cookie) {
      const [key, value] = cookie.split(";")[0].split("=");
      await context.addCookies([{ name: key, value, url: STORY_BASE }]);
    }
    const page = await context.newPage();
    const fault = (text) => this.faults.push(`${name} on ${page.url()}: ${text}`);
    page.on("pageerror", (error) => fault(error));
    page.on("console", (message) => {
      // A refused form (422) is also told in the console; the story looks at that itself.
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) fault(message.text());
    });
    page.on("response", (response) => {
      if (response.status() >= 500) fault(`${response.status()} for ${response.url()}`);
    });
    const person = new Person(name, page);
    this.people.push(person);
    return person;
  }

  /** Moves the clock to a local time, such as "2027-03-01T12:00"; what is due happens. */
  async time(local) {
    this.now = Number(await this.control(`time?at=${encodeURIComponent(local)}`));
  }

  /** Lets the worker do its round: mail goes out. */
  async tick() {
    await this.control("tick");
  }

  /** Asks something of the stage. */
  async control(path) {
    const answer = await fetch(`${STORY_CONTROL}/${path}`, { method: "POST" });
    const text = await answer.text();
    assert.equal(answer.status, 200, `${path}: ${text}`);
    return text;
  }

  /** The newest mail to this address, after the worker sent what waited; its subject holds these words. */
  async mail(to, words = "") {
    await this.tick();
    const all = await (await fetch(STORY_MAIL)).json();
    const mine = all.filter((mail) => mail.to.includes(to));
    const found = mine.findLast((mail) => mail.subject.includes(words));
    assert.ok(found, `no mail to ${to} with "${words}"; there are: ${mine.map((mail) => mail.subject).join(" | ") || "none"}`);
    assert.ok(found.text.trim() && found.html.includes("<html"), `the mail "${found.subject}" has two parts`);
    // Handlebars writes "=" as a character reference; a mail program reads it as we do here.
    return { ...found, html: found.html.replaceAll("&#x3D;", "=") };
  }

  /** Keeps what everybody sees. */
  async keep(title) {
    const slug = (text) => text.toLowerCase().replaceAll(/\W+/g, "-");
    const folder = `${STORY_SEEN}/${slug(title)}`;
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    for (const { name, page } of this.people) {
      const file = `${folder}/${slug(name)}`;
      await page.screenshot({ path: `${file}.png`, fullPage: true }).catch(() => {});
      await writeFile(`${file}.html`, `<!-- ${page.url()} -->\n${await page.content().catch(String)}`);
    }
    return folder;
  }
}

class Person {
  constructor(name, page) {
    this.name = name;
    this.page = page;
  }

  /** Opens a page, which must be there. */
  async open(path) {
    const answer = await this.page.goto(path);
    assert.equal(answer.status(), 200, `${this.name} opens ${path}`);
  }

  /** Presses a button by its name (in `main`, where the page's own buttons are). */
  async press(name) {
    await this.page.locator("main").getByRole("button", { name }).first().click();
  }

  /** Follows a link by its name. */
  async follow(name) {
    await this.page.locator("main").getByRole("link", { name }).first().click();
  }

  /** Fills in fields of the page by their names: a text, a choice (by its words or value), or a tick. */
  async fill(fields) {
    for (const [name, value] of Object.entries(fields)) {
      const field = this.page.locator("main").locator(`[name="${name}"]:not([type=hidden])`);
      await field.first().waitFor({ state: "attached" });
      const kind = await field.first().evaluate((one) => one.type);
      if (kind === "radio") await this.page.locator("main").locator(`[name="${name}"][value="${value}"]`).check();
      else if (kind === "checkbox") await field.first().setChecked(value);
      else if (kind.startsWith("select")) await field.first().selectOption(value);
      else if (kind === "file") await field.first().setInputFiles(value);
      else await field.first().fill(value);
    }
  }

  /** Sees these words. */
  async sees(words) {
    const main = this.page.locator("body");
    await main.filter({ hasText: words }).waitFor({ timeout: 10_000 }).catch(async () => {
      const text = (await main.innerText()).replaceAll(/\s+/g, " ");
      assert.fail(`${this.name} does not see ${words} on ${this.page.url()}: ${text.slice(0, 1500)}`);
    });
  }

  /** Does not see these words. */
  async seesNo(words) {
    const text = await this.page.locator("body").innerText();
    assert.ok(words instanceof RegExp ? !words.test(text) : !text.includes(words), `${this.name} sees ${words} on ${this.page.url()}`);
  }

  /** Goes with the Tab key to what this finds; the focus must be visible all the way. */
  async tabTo(locator) {
    const wanted = await locator.first().elementHandle();
    for (let step = 0; step < 150; step += 1) {
      await this.page.keyboard.press("Tab");
      const here = await this.page.evaluate((goal) => {
        const focus = document.activeElement;
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(focus);
        const marked = (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none";
        return { there: focus === goal, marked, what: focus.outerHTML.slice(0, 120) };
      }, wanted);
      assert.ok(here.marked, `${this.name} cannot see where the focus is: ${here.what}`);
      if (here.there) return;
    }
    assert.fail(`${this.name} cannot reach ${locator} with the keyboard on ${this.page.url()}`);
  }

  /** Nothing on this page stands in anybody's way, on a phone and on a desk. */
  async check() {
    const before = this.page.viewportSize();
    const found = await look(this.page).catch(async (error) => {
      // What was pressed was still on its way to the next page: that is the page to look at.
      if (!/context was destroyed/.test(error)) throw error;
      await this.page.waitForLoadState();
      await this.page.setViewportSize(before);
      return look(this.page);
    });
    assert.deepEqual(found, [], `${this.name} on ${this.page.url()}`);
  }
}

/** What is not accessible on a page, at each width; and whether it fits on 320 pixels. */
export async function look(page) {
  const before = page.viewportSize();
  const found = [];
  await page.evaluate(axe.source);
  for (const width of [PHONE, DESK]) {
    await page.setViewportSize({ width, height: 900 });
    const violations = await page.evaluate(async (values) => {
      const { violations } = await globalThis.axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] });
      return violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.slice(0, 3).map((node) => `${node.target} ${node.html.slice(0, 160)} ${node.failureSummary.split("\n")[1] ?? ""}`) }));
    }, RULES);
    for (const { id, help, nodes } of violations) found.push(`${width}px ${id} (${help}): ${nodes.join(" | ")}`);
  }
  found.push(...(await fits(page)));
  await page.setViewportSize(before);
  return found;
}

/** What makes a page scroll sideways on 320 pixels. */
export async function fits(page) {
  await page.setViewportSize({ width: 320, height: 900 });
  const wide = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return null;
    const out = [...document.querySelectorAll("main *, header *, footer *")].filter((one) => one.getBoundingClientRect().right > clientWidth + 1);
    return `${scrollWidth} wide: ${out.slice(0, 3).map((one) => one.outerHTML.slice(0, 120)).join(" | ")}`;
  });
  return wide ? [`320px needs sideways scrolling (${wide})`] : [];
}

export { assert };
