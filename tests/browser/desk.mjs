// The desk with 500 ideas. A colleague who was appointed this morning answers a first idea with only
// what the screens say; what that takes is counted. And the whole desk works with the keyboard alone:
// the queue, several ideas at once, arguments, hands and help.
import { mkdir } from "node:fs/promises";
import { assert, DESK, PHONE, play } from "./lib.mjs";
import { Colleague } from "./people.mjs";

/** Words a minute that somebody reads on a screen, and characters a minute that somebody types: slow. */
const READS = 200;
const TYPES = 120;
/** Seconds to decide and press. */
const PRESS = 5;
const REASON = "De bodem is schoon en er is plek genoeg. Bewoners geven de bomen zelf water.";

async function signedIn(stage, name, person, options = {}) {
  return stage.person(name, { ...options, cookie: await stage.control(`cookie?person=${person}`) });
}

/** Somebody new, who reads everything above what they press; keeps the time and a picture of each screen. */
class Newcomer {
  constructor(person) {
    this.person = person;
    this.seconds = 0;
    /** How many words they read of which page. */
    this.read = { page: "", words: 0 };
    this.presses = 0;
    this.typed = 0;
  }

  /** Reads what stands above this, and presses it. */
  async press(found) {
    const wanted = found.first();
    await wanted.waitFor();
    const words = await wanted.evaluate((end) => {
      const main = document.querySelector("main");
      const range = document.createRange();
      if (!main.contains(end)) return 20;
      range.setStart(main, 0);
      range.setEndBefore(end);
      return range.toString().split(/\s+/).filter(Boolean).length;
    });
    const page = this.person.page.url().split("#")[0];
    const known = this.read.page === page ? this.read.words : 0;
    this.read = { page, words: Math.max(words, known) };
    this.seconds += ((this.read.words - known) / READS) * 60 + PRESS;
    this.presses += 1;
    await wanted.click();
  }

  async type(field, text) {
    this.seconds += (text.length / TYPES) * 60;
    this.typed += text.length;
    await this.person.fill({ [field]: text });
  }

  async choose(field, value) {
    this.seconds += PRESS;
    this.presses += 1;
    await this.person.fill({ [field]: value });
  }

  /** Keeps a picture of what they see, as wide as a phone and as a desk. */
  async picture(name) {
    const { page } = this.person;
    const folder = `${process.env.STORY_SEEN}/eerste-idee`;
    await mkdir(folder, { recursive: true });
    for (const width of [PHONE, DESK]) {
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({ path: `${folder}/${name}-${width}.png` });
    }
  }
}

/** Nina was appointed this morning. From signing in to her first answer, without a manual. */
async function firstIdea(stage, { beheer }) {
  const boss = await signedIn(stage, "Beheer", beheer);
  const person = await stage.person("Nina");
  const nina = new Colleague(stage, person, "nina@voorbeeld.nl");
  await boss.open("/werk/mensen");
  const places = await boss.page.locator("main select[name=scope] option").allInnerTexts();
  await boss.fill({ email: nina.email, name: "Nina", role: "gebiedsteam", scope: places.find((place) => /Zuid/.test(place)), starts: "2027-01-01" });
  await boss.press("Rol geven");
  await boss.sees("De rol is gegeven.");
  await nina.setUp();

  const { page } = person;
  const newcomer = new Newcomer(person);
  const main = page.locator("main");
  await newcomer.picture("1-binnen");
  await newcomer.press(page.getByRole("navigation").getByRole("link", { name: "Werk" }));
  await newcomer.picture("2-werk");
  await newcomer.press(main.getByRole("link", { name: "Ideeën die nog niemand oppakte" }));
  await newcomer.picture("3-wachten");
  await newcomer.press(main.locator("tbody th a"));
  await person.sees("Zo beantwoordt u dit idee");
  await newcomer.picture("4-idee");
  await newcomer.press(main.getByRole("button", { name: "Ik pak dit idee op" }));
  await person.sees("Nina is de vaste contactpersoon.");
  await newcomer.picture("5-opgepakt");
  await person.check();
  await newcomer.press(main.getByRole("link", { name: "Naar de uitkomst" }));
  await newcomer.choose("kind", "feasible");
  await newcomer.type("cost", "4.500");
  await newcomer.type("reason", REASON);
  await newcomer.press(main.getByRole("button", { name: "Controleer de tekst" }));
  await person.sees("leest makkelijk");
  await newcomer.picture("6-gecontroleerd");
  await newcomer.press(main.getByRole("button", { name: "Zet de uitkomst klaar" }));
  await person.sees("Alleen het gebiedsteam ziet dit.");
  await newcomer.picture("7-klaar");
  console.log(`  a first idea: ${newcomer.presses} presses, ${newcomer.typed} characters, about ${Math.round(newcomer.seconds)} s for a slow reader and typist`);
  assert.ok(newcomer.seconds < 300, `${newcomer.seconds} s`);
  await page.setViewportSize({ width: DESK, height: 900 });
  await page.getByRole("button", { name: "Uitloggen" }).click();
}

/** Goes to something with Tab, and presses a key there. */
async function go(person, found, key) {
  await person.tabTo(found);
  if (key) await person.page.keyboard.press(key);
}

/** Goes to something with Tab, and on to the next page with Enter. */
async function enter(person, found) {
  await person.tabTo(found);
  await Promise.all([person.page.waitForNavigation(), person.page.keyboard.press("Enter")]);
}

/** Everything a colleague, a resident and somebody of WIJ do, and nobody touches a mouse. */
async function keyboard(stage, { sam: sams, anna: annas, bo: bos, wil: wils, idea }) {
  const [sam, anna, bo, wil] = [await signedIn(stage, "Sam", sams), await signedIn(stage, "Anna", annas), await signedIn(stage, "Bo", bos), await signedIn(stage, "Wil", wils)];
  const type = (person, text) => person.page.keyboard.type(text);
  const main = (person) => person.page.locator("main");
  const button = (person, name) => main(person).getByRole("button", { name });

  // The queue: narrowed down, two ideas picked, what will happen, and done.
  await sam.open("/werk/ideeen");
  await go(sam, main(sam).locator("select[name=contact]"), "ArrowDown");
  await sam.page.keyboard.press("ArrowDown");
  assert.equal(await main(sam).locator("select[name=contact]").inputValue(), "niemand");
  await enter(sam, button(sam, "Toon"));
  await sam.check();
  await go(sam, main(sam).locator("input[name=ids]").nth(0), "Space");
  await go(sam, main(sam).locator("input[name=ids]").nth(1), "Space");
  await go(sam, main(sam).locator("summary"), "Enter");
  await go(sam, main(sam).locator("input[name=action]"), "Space");
  await enter(sam, button(sam, "Bekijk wat er gebeurt"));
  await sam.sees("U wordt contactpersoon.");
  await enter(sam, main(sam).locator("form[action$='/doen'] button"));
  await sam.sees("Gedaan.");

  // Arguments: given, reported, hidden with a reason.
  await bo.open(`/ideeen/${idea}/argumenten`);
  await go(bo, main(bo).locator("input[name=side]"), "Space");
  await go(bo, main(bo).locator("textarea[name=body]"));
  await type(bo, "De buurman van nummer 5 wil dit niet.");
  await enter(bo, main(bo).locator("form:has([name=body]) button"));
  await bo.sees("De buurman van nummer 5");
  await anna.open(`/ideeen/${idea}/argumenten`);
  await enter(anna, main(anna).locator("a[href^='/argumenten/']"));
  await go(anna, main(anna).locator("textarea[name=reason]"));
  await type(anna, "Hier staat waar iemand woont.");
  await enter(anna, button(anna, "Meld deze tekst"));
  await sam.open("/werk/argumenten");
  await sam.sees("Hier staat waar iemand woont.");
  await go(sam, main(sam).locator("textarea[name=reason]"));
  await type(sam, "Noem geen adressen van anderen.");
  await enter(sam, main(sam).locator("button[value=hide]"));
  await bo.open(`/ideeen/${idea}/argumenten`);
  await bo.sees("Noem geen adressen van anderen.");

  // Hands: asked for and offered.
  await anna.open(`/ideeen/${idea}/handen`);
  for (const [field, text] of [["what", "Gaten graven"], ["when", "Zaterdag"], ["wanted", "4"]]) {
    await go(anna, main(anna).locator(`[name=${field}]`));
    await type(anna, text);
  }
  await enter(anna, button(anna, "Plaats de oproep"));
  await anna.sees("0 van de 4 mensen");
  await bo.open(`/ideeen/${idea}/handen`);
  await enter(bo, button(bo, /Ik help mee/));
  await bo.sees("U helpt mee.");

  // Help: asked for, taken up in a role, and ended.
  await anna.open(`/ideeen/${idea}/hulp`);
  await go(anna, main(anna).locator("textarea[name=words]"));
  await type(anna, "Hoe vind ik buren die meedoen?");
  await enter(anna, button(anna, "Vraag om hulp"));
  await anna.sees("Uw vraag is verstuurd");
  await wil.open("/werk/hulp");
  await go(wil, main(wil).locator("select[name=role]"), "ArrowDown");
  await enter(wil, button(wil, /Ik help/));
  await wil.sees("U helpt nu met deze ideeën");
  await wil.check();
  await enter(wil, button(wil, /Ik stop met helpen/));
  await wil.seesNo("U helpt nu met deze ideeën");

  // And an answer.
  await sam.open("/werk/ideeen?contact=niemand");
  await enter(sam, main(sam).locator("tbody th a"));
  await enter(sam, button(sam, "Ik pak dit idee op"));
  await sam.sees("Sam is de vaste contactpersoon.");
  await go(sam, main(sam).locator("input[name=kind]"), "Space");
  await go(sam, main(sam).locator("input[name=cost]"));
  await type(sam, "4500");
  await go(sam, main(sam).locator("textarea[name=reason]"));
  await type(sam, REASON);
  await enter(sam, button(sam, "Zet de uitkomst klaar"));
  await sam.sees("Alleen het gebiedsteam ziet dit.");
}

await play("the desk", async (stage) => {
  await stage.time("2027-03-02T09:00");
  const town = JSON.parse(await stage.control("desk"));
  await firstIdea(stage, town);
  await keyboard(stage, town);
});
