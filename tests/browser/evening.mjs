// A paper evening: a polling place, voters with codes, a pile that is typed by two and settled by a
// third, and a reconciliation that holds the box open until everything adds up.
import { assert, play } from "./lib.mjs";
import { ballot, box, voter } from "./voting.mjs";

await play("a paper evening", async (stage) => {
  const world = await ballot(stage, "ticks");
  const work = (rest) => `/werk/rondes/${world.round}/${rest}`;
  const volunteer = async (place, name) => stage.person(name, { cookie: await stage.control(`cookie?person=${world.volunteers[place]}`) });
  const [anna, bert, cor] = [await volunteer(0, "Anna"), await volunteer(1, "Bert"), await volunteer(2, "Cor")];

  await place(cor, work);
  const papers = await print(cor, work);
  assert.equal(papers.length, 2, "two papers have a code of their own");
  // One voter voted online before the evening; that paper is refused.
  const early = await voter(stage, world, "Early", 0);
  await early.press("Naar het stembiljet");
  await early.page.locator(".wd-check").first().check();
  await early.page.locator("[data-ballot-status]").filter({ hasText: "U koos 1" }).waitFor();

  const key = await take(anna, work, [world.codes[0], world.codes[1], world.codes[2], ...papers]);
  // From the moment it was taken in, a code works nowhere else, and it says where it was used.
  const late = await voter(stage, world, "Late", 1);
  await late.press("Naar het stembiljet");
  await late.sees(/op papier/);

  await type(anna, work, key, ["1", "1 2", "3", "2"]);
  await type(bert, work, key, ["1", "1 2", "4", "2"]);
  await report(cor, work, "Dit klopt nog niet");
  await settle(cor, work, key);
  await count(cor, work);
  assert.deepEqual(await box(stage), [5, 1], "four papers and one vote online");
});

/** Cor makes the polling place, which everybody sees on the page of the round. */
async function place(cor, work) {
  await cor.open(work("stemplekken"));
  const wijk = await cor.page.locator("main select[name=wijk] option", { hasText: "De Wijert" }).first().getAttribute("value");
  await cor.fill({ name: "Het Dok", address: "Voorbeeldstraat 1", wijk });
  const day = cor.page.locator("main fieldset input");
  await day.nth(0).fill("2027-05-17");
  await day.nth(1).fill("13:00");
  await day.nth(2).fill("21:00");
  await cor.press("Bewaar");
  await cor.sees("Het Dok");
  await cor.check();
}

/** Two papers with a code, for voters without a letter; gives the codes. */
async function print(cor, work) {
  await cor.open(work("stembiljetten"));
  const wijk = await cor.page.locator("main select[name=wijk] option", { hasText: "De Wijert" }).first().getAttribute("value");
  await cor.fill({ wijk, count: "2", output: "nl" });
  await cor.check();
  await cor.press("Laat de biljetten zien");
  await cor.page.locator(".wd-ballot-paper").first().waitFor();
  return cor.page.locator(".wd-ballot-paper .wd-receipt").allInnerTexts();
}

/** Anna counts the pile, opens the batch and takes the codes in; gives the code of the cover sheet. */
async function take(anna, work, codes) {
  await anna.open(work("papier"));
  const first = async (name) => anna.page.locator(`main select[name=${name}] option:not([value=""])`).first().getAttribute("value");
  await anna.fill({ place: await first("place"), wijk: await first("wijk"), pile: String(codes.length) });
  await anna.check();
  await anna.press("Open de bundel");
  const key = (await anna.page.locator(".wd-receipt").innerText()).trim();
  await anna.page.getByRole("link", { name: "Verder: neem de codes in" }).click();
  for (const code of codes) {
    await anna.fill({ code });
    await anna.press("Neem in");
  }
  await anna.sees("4 ingenomen, 1 geweigerd, 5 op de stapel");
  await anna.sees("met de code is al op internet gestemd");
  await anna.check();
  await anna.press("Alles is ingenomen");
  return key;
}

async function unlock(person, work, key) {
  await person.open(work("papier"));
  await person.follow("Voer de biljetten in");
  if (person.page.url().includes("/sleutel")) {
    await person.fill({ code: key });
    await person.page.locator("main form button[type=submit]").first().click();
  }
}

/** One of the two types what the papers say. */
async function type(person, work, key, papers) {
  await unlock(person, work, key);
  for (const [at, numbers] of papers.entries()) {
    await person.sees(`Biljet ${at + 1}`);
    await person.fill({ numbers });
    if (at === 0) await person.check();
    await person.press("Bewaar en ga verder");
  }
}

async function report(cor, work, says) {
  await cor.open(work("aansluiting"));
  await cor.sees(says);
  await cor.check();
}

/** Cor, who typed nothing of it, decides about the one paper that differs. */
async function settle(cor, work, key) {
  await unlock(cor, work, key);
  await cor.page.getByRole("link", { name: "Verschillen" }).first().click();
  await cor.sees("Open verschillen: 1");
  await cor.sees("Beslis over biljet 3");
  await cor.check();
  await cor.fill({ numbers: "3", reason: "De 3 leek een 4." });
  await cor.press("Bewaar de beslissing");
  await cor.press("Doe de biljetten in de stembus");
  await cor.sees("Deze bundel zit verzegeld in de stembus");
}

/** What went to the place and what came back adds up with the pile: the paper no longer keeps the box open. */
async function count(cor, work) {
  await report(cor, work, "Dit klopt nog niet");
  await cor.page.locator("main details summary").first().click();
  const fields = cor.page.locator("main details form input:not([type=hidden])");
  await fields.nth(0).fill("20");
  await fields.nth(1).fill("14");
  await fields.nth(2).fill("0");
  await cor.page.locator("main details form button").first().click();
  await cor.sees("Dit klopt nog niet");
  await cor.page.locator("main details summary").first().click();
  await fields.nth(1).fill("15");
  await cor.page.locator("main details form button").first().click();
  await cor.sees("Alles klopt of is uitgelegd");
  await cor.check();
}
