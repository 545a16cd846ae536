// On a phone in the street, where the connection comes and goes: somebody of WIJ writes ideas down for
// residents and counts doors, a resident writes an idea. Nothing that was typed is lost, it is sent
// once, and on a device that others use too nothing stays behind.
import { assert, play, PHONE } from "./lib.mjs";

const ENTER = "/werk/namens/de-wijert-2027";
const COUNT = "/werk/veldwerk/de-wijert";

async function signedIn(stage, name, person, options = {}) {
  return stage.person(name, { width: PHONE, ...options, cookie: await stage.control(`cookie?person=${person}`) });
}

/** Whether the browser reaches anybody. */
const connect = (person, there) => person.page.context().setOffline(!there);

/** Fills in what somebody at the kitchen table says. */
async function writeDown(person, name, title) {
  const theme = await person.page.locator("main select[name=theme] option").nth(1).getAttribute("value");
  await person.fill({ name, title, why: `Goed voor de buurt, zegt ${name}.`, theme, agree: true });
}

/** Two ideas without a connection, one after the other; both arrive, each once. */
async function kitchenTable(wil) {
  await wil.open(ENTER);
  await connect(wil, false);
  await writeDown(wil, "Truus", "Een bankje bij de bushalte");
  await wil.press("Dien het idee in");
  await wil.sees("Er is geen verbinding. Wat u schreef, staat op dit apparaat.");
  await wil.sees("Nog niet verstuurd: 1.");
  assert.equal(await wil.page.locator("[name=title]").inputValue(), "", "the form is ready for the next one");
  await writeDown(wil, "Ahmed", "Een plukboom in de straat");
  await connect(wil, true);
  await wil.check();

  // The phone dies: the tab is closed, and opened again later.
  await wil.page.goto("about:blank");
  await wil.open("/werk");
  await wil.sees("Op dit apparaat staat nog tekst die niet is verstuurd");
  await wil.page.locator("[data-kept-elsewhere] a").click();
  await wil.sees("Het is nog niet verstuurd.");
  assert.equal(await wil.page.locator("[name=title]").inputValue(), "Een plukboom in de straat");
  await wil.check();
  await wil.press("Verstuur nu");
  await wil.sees("Het idee is ingediend.");
  await wil.seesNo("Op dit apparaat staat nog tekst");
  await wil.open("/rondes/de-wijert-2027/ideeen");
  for (const title of ["Een bankje bij de bushalte", "Een plukboom in de straat"]) {
    assert.equal(await wil.page.locator("main").getByRole("link", { name: title }).count(), 1, `${title}, once`);
  }
}

/** Counts of three streets without a connection; the answer to one of them gets lost on its way. */
async function countDoors(stage, wil, town) {
  await wil.open(COUNT);
  await connect(wil, false);
  for (const [street, approached, spoken] of [["Hooftlaan", "254", "140"], ["Vondellaan", "300", "201"], ["Brederostraat", "200", "97"]]) {
    await wil.fill({ street, approached, spoken });
    await wil.press("Bewaar");
    await wil.page.waitForFunction(() => document.querySelector("[name=street]").value === "");
  }
  await wil.sees("Nog niet verstuurd: 3.");
  await wil.press("Verstuur nu");
  await wil.sees("Er is geen verbinding.");
  await connect(wil, true);
  await wil.sees("De verbinding is terug.");
  // The server counts the first street, and the phone never hears of it.
  let lost = false;
  await wil.page.route(`**${COUNT}`, async (route) => {
    if (route.request().method() !== "POST" || lost) return route.continue();
    lost = true;
    await route.fetch({ maxRedirects: 0 });
    return route.abort("connectionreset");
  });
  await wil.press("Verstuur nu");
  await wil.page.waitForFunction(() => !document.querySelector("[data-kept-send]").hidden);
  await wil.page.unroute(`**${COUNT}`);
  await wil.press("Verstuur nu");
  await wil.sees("Verstuurd: 3.");
  await wil.sees("754 adressen bezocht. Met 438 daarvan is gesproken (58%)");
  const visitor = await stage.person("Bezoeker");
  await visitor.open("/wijken/de-wijert/veldwerk");
  await visitor.sees("754 adressen bezocht.");
}

/** The session ended meanwhile: what was typed is there after signing in again, and for nobody else. */
async function lostSession(stage, wil, town) {
  await wil.open(ENTER);
  await writeDown(wil, "Fatima", "Een speelplek");
  const context = wil.page.context();
  const other = await stage.control(`cookie?person=${town.els}`);
  const use = async (cookie) => {
    const [name, value] = cookie.split(";")[0].split("=");
    await context.addCookies([{ name, value, url: process.env.STORY_BASE }]);
  };
  await context.clearCookies();
  const answer = wil.page.waitForResponse((response) => response.request().method() === "POST");
  await wil.press("Dien het idee in");
  assert.notEqual((await answer).status(), 303, "it was not taken");
  await wil.sees("Log eerst in");
  await use(other);
  await wil.open(ENTER);
  await wil.seesNo("Het is nog niet verstuurd.");
  assert.equal(await wil.page.locator("[name=title]").inputValue(), "", "Els does not see what Wil wrote");
  await use(await stage.control(`cookie?person=${town.wil}`));
  await wil.open(ENTER);
  await wil.sees("Het is nog niet verstuurd.");
  assert.equal(await wil.page.locator("[name=name]").inputValue(), "Fatima");
}

/** Signing out takes away what was kept, after asking. */
async function signOut(stage, wil, town) {
  const kept = () => wil.page.evaluate(() => JSON.stringify(localStorage));
  assert.match(await kept(), /Fatima/);
  const asked = [];
  wil.page.on("dialog", (dialog) => {
    asked.push(dialog.message());
    return asked.length === 1 ? dialog.dismiss() : dialog.accept();
  });
  const out = wil.page.getByRole("button", { name: "Uitloggen" });
  await out.click();
  assert.match(asked[0], /niet is verstuurd/);
  assert.equal(await wil.page.locator("[name=name]").inputValue(), "Fatima", "said no: everything is still there");
  await out.click();
  await wil.page.waitForURL((url) => !url.pathname.startsWith("/werk"));
  assert.doesNotMatch(await kept(), /Fatima/);
}

/** A resident writes an idea on the bus: what the server has not is on the phone, and is restored. */
async function resident(stage, town) {
  const anna = await signedIn(stage, "Anna", town.anna);
  await anna.open("/rondes/de-wijert-2027/ideeen/nieuw");
  await connect(anna, false);
  await anna.fill({ title: "Een brug over de vijver", why: "Dan hoeven kinderen niet om te lopen." });
  await anna.press("Opslaan als concept");
  await anna.sees("Er is geen verbinding. Wat u schreef, staat op dit apparaat.");
  await connect(anna, true);
  await anna.open("/rondes/de-wijert-2027/ideeen/nieuw");
  await anna.sees("Het is nog niet verstuurd.");
  assert.equal(await anna.page.locator("[name=title]").inputValue(), "Een brug over de vijver");
  await anna.check();
  await anna.press("Opslaan als concept");
  await anna.sees("Alleen u ziet dit.");
  assert.equal(await anna.page.locator("[name=title]").inputValue(), "Een brug over de vijver");
  assert.equal(await anna.page.evaluate(() => Object.keys(localStorage).length), 0, "the server has it");
}

/** Without scripts the same form simply works. */
async function withoutScripts(stage, town) {
  const wil = await signedIn(stage, "Wil zonder scripts", town.wil, { scripts: false });
  await wil.open(COUNT);
  await wil.fill({ street: "Kale straat", approached: "6", spoken: "2" });
  await wil.press("Bewaar");
  await wil.sees("760 adressen bezocht.");
}

await play("a street without a connection", async (stage) => {
  await stage.time("2027-02-10T12:00");
  const town = JSON.parse(await stage.control("street"));
  const wil = await signedIn(stage, "Wil", town.wil);
  await kitchenTable(wil);
  await countDoors(stage, wil, town);
  await lostSession(stage, wil, town);
  await signOut(stage, wil, town);
  await resident(stage, town);
  await withoutScripts(stage, town);
});
