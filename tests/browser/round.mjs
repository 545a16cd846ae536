// A whole round with six people, and a gebiedsmanager and a beheerder behind them: Robin has an
// idea and writes it with Mina; Sam of the gebiedsteam looks at it; Wil, who chairs the WIJ-raad,
// advises; Vera votes; the wijkwethouder confirms. It ends on the published outcome.
import { Colleague, comeIn } from "./people.mjs";
import { assert, play, PHONE } from "./lib.mjs";

const ROUND = "/rondes/wijkdeal-de-wijert";
/** The first round of a new city has number 1. */
const WORK = "/werk/rondes/1";
const PLAN = "Plukbomen in het plantsoen";
const BENCH = "Een bank bij de vijver";
const KITCHEN = "Een keuken voor het buurthuis";

await play("a whole round", async (stage) => {
  await stage.time("2027-03-01T09:00");
  const people = await cast(stage);
  await appoint(stage, people);
  await setUp(stage, people);
  await write(stage, people);
  await review(stage, people);
  await advise(stage, people);
  await publishVerdicts(stage, people);
  await vote(stage, people);
  await count(stage, people);
  await outcome(stage, people);
});

/** Everybody, each with a browser of their own. */
async function cast(stage) {
  const colleague = async (name, email) => new Colleague(stage, await stage.person(name), email);
  return {
    beheer: await stage.person("Bo Beheer", { cookie: await stage.control("beheerder") }),
    robin: await stage.person("Robin", { width: PHONE }),
    mina: await stage.person("Mina"),
    vera: await stage.person("Vera", { width: PHONE }),
    sam: await colleague("Sam Timmer", "sam@voorbeeld.nl"),
    gerda: await colleague("Gerda Manager", "gerda@voorbeeld.nl"),
    wil: await colleague("Wil Voorzitter", "wil@voorbeeld.nl"),
    wethouder: await colleague("Wout Wethouder", "wout@voorbeeld.nl"),
  };
}

/** The beheerder makes the WIJ-raad and gives four people a role; each sets up their access. */
async function appoint(stage, { beheer, sam, gerda, wil, wethouder }) {
  await beheer.open("/werk/adviesorganen");
  await beheer.fill({ name: "WIJ-raad De Wijert", purpose: "Bewoners van De Wijert adviseren het gebiedsteam.", max_members: "9", reply_days: "10" });
  await beheer.page.locator("main form").last().getByRole("button").click();
  await beheer.sees("WIJ-raad De Wijert");
  for (const [who, role, scope] of [
    [sam, "gebiedsteam", /Zuid/],
    [gerda, "gebiedsmanager", /Zuid/],
    [wil, "advies_voorzitter", /WIJ-raad/],
    [wethouder, "wijkwethouder", /Zuid/],
  ]) {
    await beheer.open("/werk/mensen");
    const places = await beheer.page.locator("main select[name=scope] option").allInnerTexts();
    await beheer.fill({ email: who.email, name: who.person.name, role, scope: places.find((place) => scope.test(place)), starts: "2027-01-01" });
    await beheer.press("Rol geven");
    await beheer.sees("De rol is gegeven.");
    await who.setUp();
  }
  await beheer.check();
}

/** The gebiedsmanager sets up the round from a template, reads what is wrong, and publishes the rules. */
async function setUp(stage, { gerda: { person: gerda }, vera }) {
  await gerda.open("/werk/rondes/nieuw");
  await gerda.fill({ template: "top_10", name: "Wijkdeal De Wijert", purpose: "Bewoners van De Wijert kiezen samen wat er in hun wijk gebeurt." });
  await gerda.page.locator("main").getByLabel("De Wijert", { exact: true }).check();
  await gerda.check();
  await gerda.page.locator("main form").last().getByRole("button").last().click();
  await gerda.sees("Opgeslagen.");

  // A plan that is chosen is paid from the gebiedsbudget: the money must be there.
  await gerda.open("/werk/budget/zuid");
  await gerda.fill({ entry: "grant", year: "2027", cents: "50.000", reason: "Raadsbesluit 2027-001" });
  await gerda.check();
  await gerda.page.locator("main form").last().getByRole("button").last().click();
  await gerda.sees("50.000");
  await gerda.open("/werk/rondes/wijkdeal-de-wijert");

  const dates = {};
  const phases = [["prepare", "2027-03-01", "2027-04-01"], ["submit", "2027-04-01", "2027-05-01"], ["review", "2027-05-01", "2027-06-01"], ["vote", "2027-06-10", "2027-06-24"], ["count", "2027-06-24", "2027-07-01"], ["result", "2027-07-01", "2027-08-01"], ["execute", "2027-09-01", "2028-06-01"], ["evaluate", "2028-06-01", "2028-07-01"]];
  for (const [phase, starts, ends] of phases) Object.assign(dates, { [`starts_${phase}`]: `${starts}T00:00`, [`ends_${phase}`]: `${ends}T00:00` });
  dates.ends_vote = "2027-06-24T20:00";
  dates.starts_count = "2027-06-24T20:00";
  // No money yet: the check says so, and the round cannot be published.
  await gerda.fill({ money: "fixed", amount: "0", ballot: "choose", ballot_min: "1", ballot_max: "2", outcome: "budget", letter: true, email: true, starts_reconsider: "", ends_reconsider: "", ...dates });
  await save(gerda);
  await gerda.open("/werk/rondes/wijkdeal-de-wijert/controle");
  await gerda.sees(/geld/);
  await gerda.check();
  await gerda.open("/werk/rondes/wijkdeal-de-wijert");
  await gerda.fill({ amount: "7.000" });
  await gerda.check();
  await save(gerda);
  await gerda.open("/werk/rondes/wijkdeal-de-wijert/controle");
  await gerda.page.locator("main form[action$='/publiceren'] button").click();
  await gerda.sees("Wijkdeal De Wijert");

  await vera.open(ROUND);
  await vera.check();
  await vera.open(`${ROUND}/spelregels`);
  await vera.sees("7.000");
  await vera.check();
}

async function save(gerda) {
  await gerda.page.locator("main form").filter({ has: gerda.page.locator("[name=amount]") }).getByRole("button").last().click();
  await gerda.sees("Opgeslagen.");
}

/** Robin writes on a phone without being signed in, loses nothing, and writes on with Mina. */
async function write(stage, { robin, mina }) {
  await stage.time("2027-04-05T19:30");
  await robin.open("/");
  await robin.check();
  await robin.open(`${ROUND}/ideeen`);
  await robin.follow("Dien uw idee in");
  await robin.fill({ title: PLAN, why: "Kinderen plukken fruit en leren waar het vandaan komt.", theme: "groen-en-buitenzijn" });
  await robin.press("Opslaan als concept");
  await comeIn(stage, robin, "robin@voorbeeld.nl");
  await robin.sees("Wat u typte, is bewaard.");
  assert.equal(await robin.page.inputValue("[name=title]"), PLAN);
  await robin.fill({ residents_do: "Wij snoeien en geven water.", municipality_does: "De bomen planten.", cost: "4.000", name: "Robin" });
  await robin.check();
  await robin.press("Opslaan als concept");
  await robin.sees("Opgeslagen als concept.");
  const draft = robin.page.url().replace("/bewerken", "");

  await robin.open(`${draft}/delen`);
  await robin.fill({ email: "mina@voorbeeld.nl" });
  await robin.press("Verstuur de uitnodiging");
  await robin.sees("De uitnodiging is verstuurd.");
  await robin.check();

  // Nobody else sees the draft. Mina does, after her mail.
  assert.equal((await mina.page.goto(draft)).status(), 404);
  const invitation = (await stage.mail("mina@voorbeeld.nl", "meeschrijft")).text.match(/http\S+uitnodiging\S*/)[0];
  await mina.page.goto(invitation);
  await comeIn(stage, mina, "mina@voorbeeld.nl");
  await mina.open(invitation);
  await mina.check();
  await mina.press("Ja, ik schrijf mee");
  await mina.sees("U schrijft nu mee.");
  await mina.open(`${draft}/bewerken`);
  await mina.fill({ place: "Plantsoen achter de school" });
  await mina.press("Opslaan als concept");
  await stage.mail("robin@voorbeeld.nl", "schrijft mee");

  await robin.open(`${draft}/bewerken`);
  assert.equal(await robin.page.inputValue("[name=place]"), "Plantsoen achter de school");
  await robin.fill({ agree: true });
  await robin.press("Idee definitief indienen");
  await robin.sees("Bedankt! Uw idee is binnen.");
  await robin.check();
  await stage.mail("robin@voorbeeld.nl");

  for (const [who, title, cost] of [[robin, BENCH, "1.800"], [mina, KITCHEN, "9.800"]]) {
    await who.open(`${ROUND}/ideeen/nieuw`);
    await who.fill({ title, why: "Dan zien buren elkaar vaker, ook wie niet goed ter been is.", residents_do: "Wij houden het schoon.", municipality_does: "Kopen en plaatsen.", theme: "meedoen-en-samenzijn", cost, agree: true });
    await who.press("Idee definitief indienen");
    await who.sees("Bedankt! Uw idee is binnen.");
  }
  await mina.open(`${ROUND}/ideeen`);
  await mina.sees("3 ideeën");
  await mina.check();
}

/** Sam becomes the contact person, asks Robin something, and prepares what the outcome will be. */
async function review(stage, { sam, robin }) {
  await stage.time("2027-05-03T10:00");
  await sam.comeIn();
  const desk = sam.person;
  await desk.open("/werk/ideeen");
  await desk.check();
  await desk.follow(PLAN);
  await desk.press("Ik pak dit idee op");
  await desk.sees("U bent nu de vaste contactpersoon");
  await desk.page.locator("summary", { hasText: "Stel de indiener een vraag" }).click();
  await desk.fill({ question: "Hoeveel bomen ziet u voor zich, en wie geeft water in de zomer?" });
  await desk.press("Verstuur de vraag");
  await desk.check();

  const question = await stage.mail("robin@voorbeeld.nl", PLAN);
  assert.match(question.text, /wie geeft water/);
  await comeIn(stage, robin, "robin@voorbeeld.nl");
  await robin.open("/mijn");
  await robin.check();
  await robin.follow(/Geef antwoord/);
  await robin.fill({ answer: "Acht bomen. De school en ik geven samen water." });
  await robin.press("Verstuur uw antwoord");
  await robin.sees("Bedankt voor uw antwoord.");
  assert.match((await stage.mail("sam@voorbeeld.nl", "Antwoord")).text, /Acht bomen/);

  for (const [title, cost] of [[PLAN, "4.500"], [BENCH, "2.000"], [KITCHEN, "9.800"]]) {
    await desk.open("/werk/ideeen");
    await desk.follow(title);
    if (await desk.page.getByRole("button", { name: "Ik pak dit idee op" }).isVisible()) await desk.press("Ik pak dit idee op");
    await desk.fill({ kind: "feasible", cost, reason: "Er is plek voor, en het gebiedsteam regelt de vergunning." });
    await desk.press("Zet de uitkomst klaar");
    await desk.sees("Alleen het gebiedsteam ziet dit.");
  }
  // What is prepared stays private until all is published together.
  await robin.open(`${ROUND}/ideeen`);
  await robin.follow(PLAN);
  await robin.seesNo("regelt de vergunning");
}

/** Wil writes an advice, adopts and publishes it; the gebiedsteam answers in public. */
async function advise(stage, { wil, sam, vera }) {
  await stage.time("2027-05-12T20:00");
  await wil.comeIn();
  const chair = wil.person;
  await chair.open("/werk/adviezen");
  await chair.follow("Begin een advies");
  const topics = await chair.page.locator("main select[name=topic] option").allInnerTexts();
  await chair.fill({ topic: topics.find((topic) => topic.includes(PLAN)), stance: "positive", title: "Plant de bomen bij de school", body: "De raad vindt dit een goed plan. Kies soorten die weinig onderhoud vragen." });
  await chair.press("Bewaar");
  await chair.check();
  await chair.press("Leg voor om vast te stellen");
  // The rules of the council: half of its members vote, and more for than against.
  await chair.fill({ says: "for" });
  await chair.press("Breng uw stem uit");
  await chair.press("Stel dit advies vast");
  await chair.press("Publiceer dit advies");
  await chair.sees("Het advies is gepubliceerd. Het gebiedsteam weet dat het moet reageren.");

  assert.match((await stage.mail("sam@voorbeeld.nl", "Advies van WIJ-raad De Wijert")).text, /Reageer in het openbaar/);
  await sam.comeIn();
  await sam.person.open("/werk/adviezen");
  await sam.person.follow(/Plant de bomen|Reageer/);
  await sam.person.fill({ kind: "follow", reason: "Dat doen wij: het worden appel- en perenbomen." });
  await sam.person.check();
  await sam.person.press("Publiceer de reactie");
  await sam.person.sees("Uw reactie staat naast het advies.");
  await sam.person.sees("appel- en perenbomen");

  await vera.open("/adviezen");
  await vera.check();
  await vera.follow("Plant de bomen bij de school");
  await vera.sees("appel- en perenbomen");
  await vera.check();
}

/** All verdicts come out together. */
async function publishVerdicts(stage, { gerda, robin }) {
  await stage.time("2027-05-28T09:00");
  await gerda.comeIn();
  await gerda.person.open("/werk/oordelen/wijkdeal-de-wijert");
  await gerda.person.check();
  await gerda.person.press(/Maak deze 3 uitkomsten nu bekend/);
  await gerda.person.sees("De uitkomsten zijn bekendgemaakt.");
  await stage.mail("mina@voorbeeld.nl", KITCHEN);
  assert.match((await stage.mail("robin@voorbeeld.nl", PLAN)).text, /4\.500/);
  await robin.open(`${ROUND}/ideeen`);
  await robin.follow(PLAN);
  await robin.sees("regelt de vergunning");
  await robin.sees("Het gebiedsteam reageerde op een advies over dit idee");
  await robin.check();
}

/** Vera votes with a code from a letter, changes her mind, and leaves nothing behind. */
async function vote(stage, people) {
  const { gerda, vera, sam } = people;
  await stage.time("2027-06-11T19:00");
  await gerda.comeIn();
  const codes = await letters(gerda.person);
  await vera.open(`${ROUND}/stemmen`);
  await vera.check();
  await vera.fill({ code: `${codes[0].slice(0, -1)}${codes[0].endsWith("7") ? "8" : "7"}` });
  await goIn(vera);
  await vera.sees("Er zit een tikfout in deze stemcode.");
  await vera.fill({ code: codes[0] });
  await goIn(vera);
  await vera.sees("U heeft nog niet gestemd");
  await vera.check();
  await choose(vera, [PLAN, KITCHEN]);
  await vera.sees("Uw stem telt mee");
  await choose(vera, [PLAN, BENCH]);
  await vera.open(`${ROUND}/stembiljet`);
  assert.deepEqual((await chosen(vera)).sort(), [BENCH, PLAN].sort(), "what was saved last, counts");
  await vera.page.locator("form[action$='/klaar'] button").click();
  await vera.sees("U bent klaar");
  await vera.page.goBack();
  await vera.page.goto(`${ROUND}/stembiljet`);
  assert.ok(vera.page.url().endsWith("/stemmen"), "the booth is shut");

  // A neighbour votes with a letter too, and Mina with a code that she asked for by mail.
  const neighbour = await stage.person("Neighbour", { scripts: false });
  await enter(neighbour, codes[1]);
  await choose(neighbour, [PLAN, KITCHEN], true);
  const { mina } = people;
  await mina.open(`${ROUND}/stemcode`);
  const wijk = mina.page.locator("main select[name=wijk]");
  if (await wijk.count()) await wijk.selectOption({ label: "De Wijert" });
  await mina.fill({ email: "mina@voorbeeld.nl", eligible: true });
  await mina.press("Stuur mij een stemcode");
  const { text } = await stage.mail("mina@voorbeeld.nl", "stemcode");
  await mina.page.goto(text.match(/http\S+#c=\S+/)[0]);
  await goIn(mina);
  await choose(mina, [PLAN, KITCHEN]);

  // Nobody sees how it stands, of whatever role.
  await vera.open(`${ROUND}/uitslag`);
  await vera.sees("niemand zien hoe het ervoor staat");
  await sam.comeIn();
  await sam.person.open(`${WORK}/tellen`);
  await sam.person.sees("Het is nog niet zover.");
  await sam.person.seesNo(PLAN);

  // At 20.00 it is too late.
  await stage.time("2027-06-24T19:59:59");
  await enter(neighbour, codes[2]);
  await stage.time("2027-06-24T20:00:00");
  await neighbour.page.locator("main").getByLabel(BENCH, { exact: true }).check();
  await neighbour.press("Sla mijn stem op");
  await neighbour.sees("Stemmen kon tot 24 juni 2027, 20.00 uur");
}

/** The codes for the printer: from the page of the round to a file. */
async function letters(gerda) {
  await gerda.open(`${WORK}/stemcodes`);
  await gerda.check();
  await gerda.fill({ wijk: { label: "De Wijert" }, count: "12" });
  const [download] = await Promise.all([gerda.page.waitForEvent("download"), gerda.press("Maak codes en download het bestand")]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  const [, ...lines] = Buffer.concat(chunks).toString().trim().split("\n");
  return lines.map((line) => line.split(";")[0]);
}

async function enter(person, code) {
  await person.open(`${ROUND}/stemmen`);
  await person.fill({ code });
  await goIn(person);
  await person.sees("Uw stem is geheim.");
}

/** Sends the code that was typed (or that the link filled in). */
async function goIn(person) {
  await person.page.locator("main form[action$='/stemmen'] button").click();
}

/** Ticks exactly these plans and saves. With scripts each tick is saved by itself. */
async function choose(person, plans) {
  const box = (plan) => person.page.locator("main").getByLabel(plan, { exact: true });
  for (const plan of [PLAN, BENCH, KITCHEN]) if (!plans.includes(plan)) await box(plan).uncheck();
  for (const plan of plans) await box(plan).check();
  await person.press("Sla mijn stem op");
  await person.sees("Uw stem telt mee");
}

async function chosen(person) {
  return person.page.locator("main input[name=plan]:checked").evaluateAll((all) => all.map((one) => document.querySelector(`label[for="${one.id}"]`).textContent));
}

/** The ceremony, step by step, by different people; and mail to the owners. */
async function count(stage, { sam, gerda, wethouder, vera }) {
  await stage.time("2027-06-25T09:00");
  await sam.comeIn();
  const step = async (who, button, fields = {}) => {
    await who.person.open(`${WORK}/tellen`);
    await who.person.fill(fields);
    await who.person.check();
    await who.person.press(button);
    await who.person.sees("Gedaan.");
  };
  await step(sam, "Sluit de stembus");
  await step(sam, "Leg het lot vast", { dice: "3516244612", place: "Buurthuis De Wijert, met bewoners" });
  await gerda.comeIn();
  await step(gerda, "Open de stembus en schud");
  await step(sam, "Tel de stemmen");
  await sam.person.sees(PLAN);
  await step(gerda, "De uitslag klopt");
  await wethouder.comeIn();
  await step(wethouder, "Stel de uitslag vast", { note: "Dank aan iedereen die meedeed." });
  await vera.open(`${ROUND}/uitslag`);
  await vera.seesNo(PLAN);
  await stage.time("2027-07-01T09:00");
  await gerda.comeIn();
  await step(gerda, "Maak de uitslag bekend");
  assert.match((await stage.mail("robin@voorbeeld.nl", PLAN)).text, /gekozen/i);
}

/** Everybody can read the outcome, see why, and check it. */
async function outcome(stage, { vera, robin }) {
  await vera.open(`${ROUND}/uitslag`);
  await vera.sees("De wethouder heeft de uitslag vastgesteld");
  await vera.sees("Dank aan iedereen die meedeed.");
  await vera.check();
  const rows = await vera.page.locator("main table tbody tr").first().locator("xpath=..").locator("tr").allInnerTexts();
  const order = [PLAN, KITCHEN, BENCH];
  order.forEach((plan, place) => assert.ok(rows[place].includes(plan), `${plan} is number ${place + 1}: ${rows}`));
  await vera.page.screenshot({ path: `${process.env.STORY_SEEN}-uitslag-360.png`, fullPage: true });

  const json = await (await vera.page.request.get(`${ROUND}/uitslag.json`)).json();
  assert.ok(JSON.stringify(json).length > 200, "the outcome as data");
  const table = await (await vera.page.request.get(`${ROUND}/uitslag.csv`)).text();
  assert.match(table, new RegExp(PLAN));

  // 7.000: the plan with 3 votes (4.500), not the kitchen (9.800), and the bench that still fits.
  await robin.open(`${ROUND}/ideeen`);
  await robin.follow(PLAN);
  await robin.sees("Gekozen");
  await robin.check();
  await robin.open(`${ROUND}/ideeen`);
  await robin.follow(BENCH);
  await robin.sees("Gekozen");
}
