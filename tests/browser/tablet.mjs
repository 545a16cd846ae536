// A tablet at an evening: it is set up with a connection, loses it, takes votes all the same, comes up
// again without it, and delivers what it sealed when the connection is back. In between somebody used
// one of the codes at home. And the ordinary tablet, which works without scripts.
import { assert, DESK, fits, PHONE, play } from "./lib.mjs";
import { ballot, box, voter } from "./voting.mjs";

await play("a tablet that loses its connection", async (stage) => {
  const world = await ballot(stage, "ticks");
  await ordinary(stage, world);
  const tablet = await setUp(stage, world);
  await online(tablet, world);
  assert.deepEqual(await box(stage), [1, 1]);

  await tablet.page.context().setOffline(true);
  await keyboard(tablet, world);
  await nextFindsNothing(tablet, world);
  await touch(tablet, world);
  await comesUpAgain(tablet, world);
  await nothingToRead(tablet, world);
  assert.deepEqual(await box(stage), [1, 1], "nothing came in yet");
  await atHome(stage, world);
  await warned(stage, world, "tellen");

  await tablet.page.context().setOffline(false);
  await delivered(tablet);
  assert.deepEqual(await box(stage), [3, 3], "one of the two counts, and who voted at home keeps that");
  await report(stage, world);
  await interrupted(stage, tablet, world);
  await stop(stage, tablet, world);
});

function cookieOf(stage, world, place) {
  return stage.control(`cookie?person=${world.volunteers[place]}`);
}

function work(world, rest) {
  return `/werk/rondes/${world.round}/${rest}`;
}

/** Without scripts the ordinary tablet works, and the page says that the other one does not. */
async function ordinary(stage, world) {
  const bert = await stage.person("Bert", { cookie: await cookieOf(stage, world, 1), scripts: false });
  await bert.open(work(world, "tablet"));
  const told = await bert.page.locator("noscript").first().innerText();
  assert.ok(told.includes("Doorgaan zonder verbinding werkt alleen met JavaScript"), told);
  await bert.press("Maak van dit scherm een stemtablet");
  await bert.sees("Op deze tablet stemt iedereen na elkaar");
  assert.ok(bert.page.url().endsWith(world.path("stemmen")));
}

/** Anna makes her screen a tablet for the voters of De Wijert. */
async function setUp(stage, world) {
  const anna = await stage.person("Anna", { cookie: await cookieOf(stage, world, 0), width: PHONE });
  await anna.open(work(world, "tablet"));
  await anna.check();
  await anna.fill({ wijk: "De Wijert" });
  await anna.press("Maak van dit scherm een tablet die doorgaat");
  await anna.sees("Klaar: deze tablet kan doorgaan zonder verbinding");
  await anna.sees("Er wacht niets op deze tablet");
  await anna.seesNo("Uitloggen");
  await anna.check();
  return anna;
}

async function code(tablet, typed) {
  await tablet.fill({ code: typed });
  await tablet.press("Naar het stembiljet");
}

/** With a connection it is the booth as everywhere, and the screen comes back to the tablet. */
async function online(tablet, world) {
  await code(tablet, world.codes[0]);
  await tablet.sees("U heeft nog niet gestemd");
  await tablet.page.locator(".wd-check").first().check();
  await tablet.page.locator("[data-ballot-status]").filter({ hasText: "U koos 1" }).waitFor();
  await tablet.press("Klaar");
  await tablet.sees("Uw ontvangstbewijs");
  await tablet.open(world.path("stemmen"));
  await tablet.page.waitForURL(`**${world.path("tablet")}`);
  await tablet.sees("Er is verbinding");
}

/** The connection is gone; with nothing but the keyboard a ballot is sealed. */
async function keyboard(tablet, world) {
  const { page } = tablet;
  await tablet.sees("Er is nu geen verbinding. U kunt gewoon stemmen");
  await tablet.fill({ code: `${world.codes[1].slice(0, -1)}${world.codes[1].endsWith("A") ? "B" : "A"}` });
  await page.keyboard.press("Enter");
  await tablet.sees("Er zit een tikfout in deze stemcode");
  await tablet.check();
  await tablet.fill({ code: world.codes[1].toLowerCase() });
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Uw stembiljet", exact: true }).waitFor();
  await tablet.check();
  await tablet.tabTo(page.getByRole("button", { name: "Verzegel mijn stem" }));
  await page.keyboard.press("Enter");
  await tablet.sees("Kies minstens één plan");
  const boxes = page.locator(".wd-check");
  const isBack = () => boxes.first().evaluate((box) => box === document.activeElement);
  for (let step = 0; step < 60 && !(await isBack()); step += 1) await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Space");
  for (const place of [1, 2]) {
    await tablet.tabTo(boxes.nth(place));
    await page.keyboard.press("Space");
  }
  await tablet.tabTo(boxes.nth(3));
  await page.keyboard.press("Space");
  await tablet.sees("U koos al 3 plannen");
  assert.equal(await boxes.nth(3).isChecked(), false);
  await tablet.tabTo(page.getByRole("button", { name: "Verzegel mijn stem" }));
  await page.keyboard.press("Enter");
  await tablet.sees("Uw stembiljet is verzegeld op deze tablet");
  await tablet.sees("Het telt nog niet. Het telt mee als het is ingeleverd vóór");
  await tablet.check();
  await tablet.tabTo(page.getByRole("button", { name: "Klaar. Maak het scherm leeg" }));
  await page.keyboard.press("Enter");
}

/** The next visitor finds no code, no ballot and no choice; and the same code does not vote twice here. */
async function nextFindsNothing(tablet, world) {
  const { page } = tablet;
  await tablet.sees("Op deze tablet wacht 1 verzegeld stembiljet");
  assert.equal(await page.inputValue("#code"), "");
  assert.equal(await page.locator(".wd-check").count(), 0, "no ballot is left on the page");
  const html = await page.content();
  for (const shown of [world.codes[1], world.codes[1].replaceAll("-", "")]) assert.ok(!html.includes(shown), "no code is left on the page");
  await code(tablet, world.codes[1]);
  await tablet.sees("Met deze code is op deze tablet al een stembiljet verzegeld");
}

/** Another voter, by touch, who stops first and then votes. */
async function touch(tablet, world) {
  await code(tablet, world.codes[2]);
  const boxes = tablet.page.locator(".wd-check");
  await boxes.nth(1).check();
  const [first] = await tablet.page.locator(".wd-choice__label").allInnerTexts();
  await tablet.press("Stop zonder te stemmen");
  assert.equal(await boxes.count(), 0);
  await code(tablet, world.codes[2]);
  assert.equal(await tablet.page.locator(".wd-check:checked").count(), 0, "what was chosen before is gone");
  assert.equal((await tablet.page.locator(".wd-choice__label").allInnerTexts())[0], first, "the order of one voter stays");
  await boxes.nth(0).check();
  assert.deepEqual(await fits(tablet.page), []);
  await tablet.page.setViewportSize({ width: PHONE, height: 900 });
  await tablet.press("Verzegel mijn stem");
  await tablet.sees("Uw stembiljet is verzegeld op deze tablet");
  await tablet.press("Klaar. Maak het scherm leeg");
}

/** Reloading without a connection, or another page of the booth, brings the tablet back. */
async function comesUpAgain(tablet, world) {
  await tablet.page.reload();
  await tablet.sees("Op deze tablet wachten 2 verzegelde stembiljetten");
  await tablet.page.goto(world.path("stembiljet"));
  await tablet.page.waitForURL(`**${world.path("tablet")}`);
  await tablet.sees("De verbinding viel weg");
  await tablet.sees("Op deze tablet wachten 2 verzegelde stembiljetten");
}

/** Whoever finds the tablet reads no code and no choice in it. */
async function nothingToRead(tablet, world) {
  const all = await tablet.page.evaluate(async () => {
    const opened = await new Promise((done) => {
      const request = indexedDB.open("wijkdeal-tablet", 1);
      request.onsuccess = () => done(request.result);
    });
    const kept = await new Promise((done) => {
      const request = opened.transaction("sealed").objectStore("sealed").getAll();
      request.onsuccess = () => done(request.result);
    });
    opened.close();
    const pages = await Promise.all((await caches.keys()).map(async (name) => Promise.all((await (await caches.open(name)).matchAll()).map((one) => one.text()))));
    return { kept, rest: JSON.stringify([{ ...localStorage }, { ...sessionStorage }, pages]) };
  });
  assert.equal(all.kept.length, 2);
  assert.equal(new Set(all.kept.map(({ envelope }) => envelope.length)).size, 1, "three plans and one plan are as long");
  assert.deepEqual(Object.keys(all.kept[0]).sort(), ["envelope", "home", "id", "tablet"], "nothing else is kept: no time");
  const text = JSON.stringify(all.kept) + all.rest;
  for (const secret of world.codes.slice(0, 3)) {
    assert.ok(!text.includes(secret) && !text.includes(secret.replaceAll("-", "")), "no code can be read");
  }
  assert.ok(!text.includes('"given"'), "no choice can be read");
}

/** The owner of one of the codes votes at home meanwhile. */
async function atHome(stage, world) {
  const home = await voter(stage, world, "At home", 2);
  await home.press("Naar het stembiljet");
  await home.page.locator(".wd-check").nth(2).check();
  await home.page.locator("[data-ballot-status]").filter({ hasText: "U koos 1" }).waitFor();
}

/** Whoever is about to close the box is told that a tablet may still hold something. */
async function warned(stage, world, page) {
  const cor = await stage.person("Cor", { cookie: await cookieOf(stage, world, 2), width: DESK });
  await cor.open(work(world, page));
  await cor.sees("Tablet 1, Niet op een stemplek, De Wijert is nog niet leeg gemeld");
  await cor.check();
}

/** The connection is back: by itself everything goes in, once, or is refused with the reason. */
async function delivered(tablet) {
  await tablet.sees("Er wacht niets op deze tablet");
  await tablet.sees("Ingeleverd en geteld: 1");
  await tablet.sees("Geweigerd: 1 (met de code was al op internet gestemd)");
  await tablet.sees("Er is verbinding");
  await tablet.check();
}

async function report(stage, world) {
  const cor = await stage.person("Cor again", { cookie: await cookieOf(stage, world, 2), width: DESK });
  await cor.open(work(world, "aansluiting"));
  await cor.sees("Geweigerd: 1 (met de code was al op internet gestemd)");
  await cor.check();
}

/** The connection goes away in the middle of an ordinary vote: the tablet comes back, and who is next sees nothing. */
async function interrupted(stage, tablet, world) {
  const { page } = tablet;
  await code(tablet, world.codes[3]);
  await tablet.sees("U heeft nog niet gestemd");
  await page.context().setOffline(true);
  await page.getByRole("button", { name: "Klaar", exact: true }).click();
  await page.waitForURL(`**${world.path("tablet")}`);
  await tablet.sees("vul dan uw code opnieuw in");
  await code(tablet, world.codes[3]);
  await page.locator(".wd-check").first().check();
  await tablet.press("Verzegel mijn stem");
  await tablet.sees("Uw stembiljet is verzegeld op deze tablet");
  await page.context().setOffline(false);
  await tablet.sees("Ingeleverd en geteld: 2");
  assert.deepEqual((await page.context().cookies()).filter(({ name }) => name.includes("stemhokje")), [], "the booth that was left open is closed");
  assert.deepEqual(await box(stage), [4, 4]);
}

/** A tablet on which something waits cannot be stopped; an empty one leaves nothing behind. */
async function stop(stage, tablet, world) {
  const { page } = tablet;
  const context = page.context();
  await page.getByRole("button", { name: "Klaar. Maak het scherm leeg" }).click();
  await context.setOffline(true);
  await code(tablet, world.codes[4]);
  await page.locator(".wd-check").first().check();
  await tablet.press("Verzegel mijn stem");
  await tablet.sees("Op deze tablet wacht 1 verzegeld stembiljet");
  // Somebody goes to the page of staff before the tablet could deliver.
  await page.route("**/tablet/stand", (route) => route.abort());
  await context.setOffline(false);
  const [key, value] = (await cookieOf(stage, world, 0)).split(";")[0].split("=");
  await context.addCookies([{ name: key, value, url: new URL("/", page.url()).href }]);
  await tablet.open(work(world, "tablet"));
  await tablet.sees("In deze browser wacht nog 1 verzegeld stembiljet");
  await tablet.press("Dit scherm is geen stemtablet meer");
  await tablet.sees("In deze browser wacht nog 1 verzegeld stembiljet");
  await tablet.check();
  await page.unroute("**/tablet/stand");
  await tablet.follow("Naar het scherm voor de kiezers");
  await tablet.sees("Ingeleverd en geteld: 3");
  await tablet.follow("Voor de medewerker: stop met deze tablet");
  await tablet.press("Dit scherm is geen stemtablet meer");
  await tablet.sees("Dit scherm is weer van u");
  await tablet.sees("Leeg gemeld");
  const left = async () => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length + (await caches.keys()).length);
  for (let wait = 0; (await left()) > 0 && wait < 50; wait += 1) await page.waitForTimeout(100);
  assert.equal(await left(), 0, "nothing of the tablet is left in the browser");
}
