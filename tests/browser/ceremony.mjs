// Two key holders close, open, count and publish, with a program that is killed between and inside steps.
import { assert, play } from "./lib.mjs";

const DICE = "3516244612";
const FIRST = "de eerste sleutel ligt in de kluis";
const SECOND = "een heel ander lied voor de tweede";

await play("Ceremony", async (stage) => {
  const { work, people } = JSON.parse(await stage.control("scene"));
  const come = async (name) => stage.person(name, { cookie: await stage.control(`cookie?person=${people[name]}`) });
  const [sam, kim, noor, ali] = [await come("sam"), await come("kim"), await come("noor"), await come("ali")];

  /** Fills in a step and presses its button, while the program is killed so many milliseconds later. */
  const struck = async (who, button, after, fields = {}) => {
    await who.open(`${work}/tellen`);
    await who.fill(fields);
    const kill = stage.control(`crash?after=${after}`);
    // The answer may come, or the connection may break: both are fine.
    await who.page.locator("main").getByRole("button", { name: button }).first().click({ timeout: 8_000 }).catch(() => {});
    await kill;
    await who.open(`${work}/tellen`);
  };
  /** The step is done once, whether or not the program was killed while it was under way. */
  const step = async (who, name, button, fields = {}, after = null) => {
    if (after === null) await who.open(`${work}/tellen`);
    else await struck(who, button, after, fields);
    const waits = who.page.locator(`li[aria-current="step"]:has(#stap-${name}) button`);
    if (await waits.count()) {
      await who.fill(fields);
      await who.press(button);
    }
    await who.open(`${work}/tellen`);
    await who.page.locator(`li.wd-ceremony__step--done:has(#stap-${name})`).waitFor();
    assert.equal(await waits.count(), 0, `${name} is not asked twice`);
  };
  const current = (who) => who.page.locator('li[aria-current="step"] h2').innerText();

  await step(sam, "close", "Sluit de stembus", {}, 40);
  await sam.check();
  await stage.control("crash?after=0");
  await step(sam, "draw", "Leg het lot vast", { dice: DICE, place: "Buurthuis, met bewoners" });
  const keys = { holder1: { label: "Sam Sleutel" }, passphrase1: FIRST, holder2: { label: "Kim Sleutel" }, passphrase2: SECOND };

  // Somebody changes a ballot in the closed box: everybody sees it, and nobody can go on.
  await stage.control("tamper?with=ballot");
  await kim.open(`${work}/tellen`);
  await kim.sees("Er klopt iets niet");
  await kim.check();
  assert.equal(await kim.page.locator("main form").count(), 0, "there is no button while something does not hold");
  await stage.control("tamper?with=nothing");

  await kim.open(`${work}/tellen`);
  await kim.check();
  await step(kim, "open", "Open de stembus en schud", keys, 450);
  if ((await current(kim)).includes("herschrijven")) await step(kim, "clean", "Herschrijf de database");
  await stage.control("crash?after=0");
  await step(sam, "count", "Tel de stemmen", {}, 60);
  await sam.sees("8 stembiljetten");
  await step(kim, "check", "De uitslag klopt", {}, 30);
  await step(noor, "confirm", "Stel de uitslag vast", { note: "Dank aan iedereen." }, 30);
  await step(ali, "publish", "Maak de uitslag bekend", {}, 120);
  await sam.open(`${work}/tellen`);
  if (!(await sam.page.locator("li.wd-ceremony__step--done:has(#stap-destroy)").count())) await step(sam, "destroy", "Vernietig de sleutel");
  await sam.sees("Alle stappen zijn gedaan");
  await sam.page.screenshot({ path: `${process.env.STORY_SEEN}-tellen-1280.png`, fullPage: true });

  await sam.open(`${work}/tellen/proces-verbaal`);
  for (const words of ["Sam Sleutel", "Kim Sleutel", "Noor Wethouder", DICE, "Handtekening"]) await sam.sees(words);
  await sam.check();
  await sam.page.screenshot({ path: `${process.env.STORY_SEEN}-proces-verbaal-1280.png`, fullPage: true });
  const state = JSON.parse(await stage.control("state"));
  assert.deepEqual(state, { box: 0, counted: 8, used: 8, outcomes: 1, key: false }, "everything happened once");
});
