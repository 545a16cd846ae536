// Plans in order: with buttons and places, by keyboard, and without scripts.
import { assert, play } from "./lib.mjs";
import { ballot, box, voter } from "./voting.mjs";

const TREES = "Plukbomen in het plantsoen";
const MUSIC = "Een muziekkoepel op het plein";
const CROSSING = "Veilig oversteken";

await play("plans in order", async (stage) => {
  const world = await ballot(stage, "ranking");
  const place = (page, plan) => page.locator(`#plaats_${world.plans[plan]}`);
  const order = (page) => page.locator(".wd-ranked > li:not([hidden]) .wd-ranked__name").allInnerTexts();

  const vera = await voter(stage, world, "Vera", 0);
  const { page } = vera;
  await vera.press("Naar het stembiljet");
  await vera.sees("Er staat nog geen plan op uw lijst");
  for (const plan of [0, 1, 2]) {
    await place(page, plan).selectOption(String(plan + 1));
    await vera.sees(`U koos ${plan + 1} pla`);
  }
  assert.deepEqual(await order(page), [TREES, MUSIC, CROSSING]);
  const up = page.getByRole("button", { name: `${CROSSING} een plaats omhoog` });
  await vera.tabTo(up);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  assert.deepEqual(await order(page), [CROSSING, TREES, MUSIC]);
  assert.ok(await up.evaluate((one) => one === document.activeElement), "the focus stays on the button");
  assert.equal(await place(page, 2).inputValue(), "1");
  await place(page, 1).selectOption("1");
  assert.deepEqual(await order(page), [MUSIC, CROSSING, TREES], "a plan that gets a place moves the others");
  await place(page, 3).selectOption("1");
  await vera.sees("U koos al 3 plannen");
  assert.deepEqual(await order(page), [MUSIC, CROSSING, TREES]);
  await page.getByRole("button", { name: `${CROSSING} van de lijst halen` }).click();
  assert.deepEqual(await order(page), [MUSIC, TREES]);
  await page.locator("[data-ballot-status]").filter({ hasText: "U koos 2 plannen" }).waitFor();
  await vera.check();
  await page.reload();
  assert.deepEqual(await order(page), [MUSIC, TREES], "that is what was saved");

  const bob = await voter(stage, world, "Bob", 1, { scripts: false });
  await bob.press("Naar het stembiljet");
  await place(bob.page, 0).selectOption("1");
  await place(bob.page, 1).selectOption("3");
  await bob.press("Sla mijn stem op");
  assert.deepEqual(await order(bob.page), [TREES, MUSIC], "an empty place closes up");
  await bob.page.getByRole("button", { name: `${MUSIC} een plaats omhoog` }).click();
  await bob.sees("Uw keuze is opgeslagen");
  assert.deepEqual(await order(bob.page), [MUSIC, TREES]);
  assert.deepEqual(await box(stage), [2, 2]);
});
