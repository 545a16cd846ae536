// The booth on a phone: three choices with only the keyboard, a search, a reply that is lost on the
// way, and the next visitor of the same tablet.
import { assert, play } from "./lib.mjs";
import { ballot, box, loseReply, voter } from "./voting.mjs";

await play("three choices on a phone", async (stage) => {
  const world = await ballot(stage, "ticks");
  await keyboard(stage, world);
  await lostReply(stage, world);
  await lostWithoutScripts(stage, world);
  await tablet(stage, world);
});

/** Vera comes in with the QR of her letter and uses nothing but the keyboard, in under two minutes. */
async function keyboard(stage, world) {
  const began = performance.now();
  const vera = await voter(stage, world, "Vera", 0);
  const { page } = vera;
  assert.equal(await page.inputValue("#code"), world.codes[0], "the code comes from the letter");
  assert.ok(!page.url().includes("#"), "and is not in the address any more");
  await vera.tabTo(page.getByRole("button", { name: "Naar het stembiljet" }));
  await page.keyboard.press("Enter");
  await vera.sees("U heeft nog niet gestemd");
  const boxes = page.locator(".wd-check");
  for (const place of [0, 1, 2]) {
    await vera.tabTo(boxes.nth(place));
    await page.keyboard.press("Space");
    await page.locator("[data-ballot-status]").filter({ hasText: `U koos ${place + 1} pla` }).waitFor();
  }
  await vera.sees("Uw stem telt mee");
  await vera.tabTo(boxes.nth(3));
  await page.keyboard.press("Space");
  await vera.sees("U koos al 3 plannen");
  assert.equal(await boxes.nth(3).isChecked(), false, "a fourth does not fit, and says so");
  await vera.check();
  await vera.tabTo(page.getByRole("button", { name: "Klaar", exact: true }));
  await page.keyboard.press("Enter");
  await vera.sees("Uw ontvangstbewijs");
  const took = performance.now() - began;
  assert.ok(took < 120_000, `three choices took ${took} ms`);
  const tracker = (await page.locator(".wd-receipt").innerText()).trim();
  await vera.check();
  await vera.open(`${world.path("controle")}?tracker=${encodeURIComponent(tracker)}`);
  assert.deepEqual(await box(stage), [1, 1]);
}

/** The answer to Bob's first tick is lost. The page says so, tries again, and nothing counts twice. */
async function lostReply(stage, world) {
  const bob = await voter(stage, world, "Bob", 1);
  await bob.press("Naar het stembiljet");
  await bob.sees("U heeft nog niet gestemd");
  const lost = await loseReply(bob.page);
  const boxes = bob.page.locator(".wd-check");
  await boxes.nth(0).check();
  await bob.sees("Nog niet opgeslagen: er is geen verbinding");
  assert.deepEqual(await box(stage), [2, 2], "the server has it all the same");
  await boxes.nth(1).check();
  await bob.page.locator("[data-ballot-status]").filter({ hasText: "U koos 2 plannen" }).waitFor();
  assert.equal(lost.count, 1);
  assert.deepEqual(await box(stage), [2, 2], "and has it once");
  const again = await voter(stage, world, "Bob elsewhere", 1);
  await again.press("Naar het stembiljet");
  await again.sees("Er zijn 2 plannen opgeslagen");
}

/** The same on a browser without scripts: whoever comes back sees what was saved. */
async function lostWithoutScripts(stage, world) {
  const cor = await voter(stage, world, "Cor", 2, { scripts: false });
  await cor.press("Naar het stembiljet");
  await cor.fill({ q: "eten" });
  await cor.press("Zoek en sla op");
  assert.deepEqual(await cor.page.locator(".wd-choice__label").allInnerTexts(), ["Samen eten"]);
  await cor.page.locator(".wd-check").check();
  const lost = await loseReply(cor.page);
  await cor.page.getByRole("button", { name: "Sla mijn stem op" }).click({ noWaitAfter: true });
  for (let wait = 0; lost.count === 0 && wait < 200; wait += 1) await cor.page.waitForTimeout(50);
  assert.equal(lost.status, 303, "the server saved it and answered");
  // The browser shows that the connection broke; only then can Cor go on.
  await cor.page.waitForURL("chrome-error://**").catch(() => {});
  await cor.page.waitForTimeout(500);
  await cor.open(world.path("stembiljet"));
  await cor.sees("Er is 1 plan opgeslagen");
  assert.deepEqual(await box(stage), [3, 3]);
}

/** A shared tablet: the next visitor finds nothing of the last, not with the back button either. */
async function tablet(stage, world) {
  const first = await voter(stage, world, "Dina", 3);
  await first.press("Naar het stembiljet");
  await first.page.locator(".wd-check").first().check();
  await first.page.locator("[data-ballot-status]").filter({ hasText: "U koos 1" }).waitFor();
  await first.press("Klaar");
  await first.sees("Uw ontvangstbewijs");
  const tracker = (await first.page.locator(".wd-receipt").innerText()).trim();
  await first.page.goBack();
  await first.sees("Vul uw stemcode in");
  assert.equal(await first.page.locator(".wd-check").count(), 0, "no ballot after the back button");
  await first.page.goForward().catch(() => {});
  await first.seesNo(tracker);
  await first.open(world.path("stemmen/klaar"));
  await first.seesNo(tracker);
  await first.open(world.path("stemmen"));
  assert.equal(await first.page.inputValue("#code"), "");
  assert.deepEqual(await first.page.context().cookies().then((all) => all.filter(({ name }) => name.includes("stemhokje"))), []);
}
