// Points: with a phone and scripts, and without scripts on a desk.
import { assert, DESK, play } from "./lib.mjs";
import { ballot, box, voter } from "./voting.mjs";

await play("points over plans", async (stage) => {
  const world = await ballot(stage, "points");
  const field = (page, plan) => page.locator(`#punten_${world.plans[plan]}`);

  const vera = await voter(stage, world, "Vera", 0);
  await vera.press("Naar het stembiljet");
  await vera.sees("U verdeelt 10 punten");
  await vera.tabTo(field(vera.page, 0));
  await vera.page.keyboard.type("6");
  await vera.page.keyboard.press("Tab");
  await vera.sees("U gaf 6 punten");
  await field(vera.page, 1).fill("9");
  await field(vera.page, 1).blur();
  await vera.sees("Dat zijn te veel punten");
  assert.equal(await field(vera.page, 1).inputValue(), "", "what does not fit goes back");
  await field(vera.page, 2).fill("4");
  await field(vera.page, 2).blur();
  await vera.sees("U gaf 10 punten");
  await vera.sees("Uw stem telt mee");
  await vera.check();

  const bob = await voter(stage, world, "Bob", 1, { scripts: false, width: DESK });
  await bob.press("Naar het stembiljet");
  await field(bob.page, 0).fill("5");
  await field(bob.page, 3).fill("6");
  await bob.press("Sla mijn stem op");
  await bob.sees("U gaf 11 punten. U heeft er 10. Haal er 1 weg.");
  assert.equal(await field(bob.page, 3).inputValue(), "6", "what was typed stays");
  await field(bob.page, 3).fill("5");
  await bob.press("Sla mijn stem op");
  await bob.sees("U gaf 10 punten aan 2 plannen");
  assert.deepEqual(await box(stage), [2, 2]);
});
