// Fair review and real advice, with nine people: a WIJ-raad of five drafts, disagrees, adopts with a
// minority view and gets its reply; two ideas go on together after one owner refused the first time;
// an owner who heard "no" asks for a second look and wins.
import { assert, play, PHONE } from "./lib.mjs";

const REASON = "Het plantsoen is groot genoeg en de bodem is schoon.";
const NO = "Er ligt een gasleiding onder het hele plantsoen.";
const MINORITY = "Ik vind tien bomen te weinig voor zo'n groot plantsoen.";

await play("a council and a gebiedsteam", async (stage) => {
  await stage.time("2027-03-01T12:00");
  const town = JSON.parse(await stage.control("council"));
  await advise(stage, town);
  await merge(stage, town);
  await lookAgain(stage, town);
});

/** Somebody in a browser of their own, signed in. */
async function signedIn(stage, name, person, options = {}) {
  return stage.person(name, { ...options, cookie: await stage.control(`cookie?person=${person}`) });
}

/** Opens a part of the page that folds. */
async function unfold(person, name) {
  await person.page.locator("main summary", { hasText: name }).click();
}

/** Five members judge alone, disagree, and adopt; the gebiedsteam answers point by point. */
async function advise(stage, { ideas, members, team }) {
  const names = ["Jo", "Kim", "Lou", "Mo", "Noor"];
  const [jo, kim, lou, mo, noor] = await Promise.all(members.map((person, at) => signedIn(stage, names[at], person, at === 2 ? { width: PHONE } : {})));
  await kim.open(`/werk/adviezen/nieuw?idee=${ideas[1]}`);
  await kim.fill({ stance: "conditional", title: "Inheemse bomen", body: "Plant inheemse bomen, dan komen er ook vogels en bijen.", interests: "Wandelaars willen schaduw, bewoners zonlicht.", points: "Kies inheemse bomen\nLeg vast wie snoeit" });
  await kim.check();
  await kim.press("Bewaar");
  await kim.sees("Eerst ieder voor zich");
  const work = new URL(kim.page.url()).pathname;

  for (const [member, stance, view] of [[jo, "positive", "Jo vindt het mooi."], [kim, "positive", "Kim vindt het goed."], [lou, "conditional", "Lou twijfelt."], [mo, "negative", "Mo wil liever bankjes."]]) {
    await member.open(work);
    await member.seesNo("Lou twijfelt.");
    await unfold(member, "Geef uw mening");
    await member.fill({ view_stance: stance, view });
    await member.press("Bewaar mijn mening");
  }
  await noor.open(work);
  await unfold(noor, "Stap opzij");
  await noor.fill({ aside: "Mijn broer legt de tuin aan en verdient eraan." });
  await noor.press("Ik stap opzij");
  await jo.open(work);
  await jo.sees("Mo wil liever bankjes.");
  await jo.check();

  await mo.open(work);
  await unfold(mo, "Schrijf een afwijkende mening");
  await mo.fill({ minority: MINORITY });
  await mo.page.locator("main form[action$='/minderheid'] button").click();
  await kim.open(work);
  await kim.press("Leg voor om vast te stellen");
  for (const [member, says] of [[kim, "for"], [lou, "for"], [mo, "against"]]) {
    await member.open(work);
    await member.fill({ says });
    await member.press("Breng uw stem uit");
  }
  await jo.open(work);
  await jo.sees("2 voor, 1 tegen, 0 geen mening.");
  await jo.press("Stel dit advies vast");
  await jo.press("Publiceer dit advies");
  await jo.sees("Het advies is gepubliceerd.");

  const sam = await signedIn(stage, "Sam", team[0]);
  await sam.open(`${work}/reactie`);
  await sam.fill({ kind: "partly", reason: REASON, "punt-1-kind": "follow", "punt-1-reason": "Wij kiezen alleen inheemse bomen.", "punt-2-kind": "not", "punt-2-reason": "Wij leggen dat nu nog niet vast." });
  await sam.check();
  await sam.press("Publiceer de reactie");
  const visitor = await stage.person("Bezoeker", { width: PHONE });
  await visitor.open("/adviezen");
  await visitor.follow("Inheemse bomen");
  for (const words of [MINORITY, "Noor stapte opzij", "Leg vast wie snoeit", "Wij leggen dat nu nog niet vast."]) await visitor.sees(words);
  await visitor.check();
}

/** Sam lays two ideas side by side and asks; Bo refuses the first time, and both agree the second. */
async function merge(stage, { ideas, residents, team }) {
  const sam = await signedIn(stage, "Sam samen", team[0]);
  const anna = await signedIn(stage, "Anna", residents[0], { width: PHONE });
  const bo = await signedIn(stage, "Bo", residents[1]);
  for (const says of ["Nee, liever apart", "Ja, samen verder"]) {
    await sam.open("/werk/groepen/de-wijert-2027");
    await sam.check();
    const own = sam.page.locator("main form").last();
    for (const idea of ideas) await own.locator(`input[value="${idea}"]`).check();
    await own.getByRole("button").click();
    await sam.sees("Kan hier één plan van komen?");
    await sam.check();
    await sam.fill({ lead: String(ideas[1]), reason: "Beide gaan over fruit dat iedereen mag plukken." });
    await sam.press("Vraag alle indieners");
    await sam.sees("De indieners hebben een mail gekregen.");
    assert.match((await stage.mail("anna@voorbeeld.nl", "Samen verder")).text, /iedereen mag plukken/);
    for (const [owner, answer] of [[anna, "Ja, samen verder"], [bo, says]]) {
      await owner.open("/mijn");
      await owner.follow(/Zeg ja of nee/);
      await owner.check();
      await owner.press(answer);
    }
    await anna.open(`/ideeen/${ideas[0]}`);
    if (says.startsWith("Nee")) await anna.seesNo("Samengevoegd met een ander idee");
    else await anna.sees("Samengevoegd met een ander idee");
  }
  await bo.open(`/ideeen/${ideas[1]}`);
  await bo.sees("Fruit in de straat (van Anna)");
  await bo.check();
}

/** Anna hears "no" before it is final, answers, hears it all the same, and wins the second look. */
async function lookAgain(stage, { bridge, residents, team }) {
  const anna = await signedIn(stage, "Anna brug", residents[0], { width: PHONE });
  const sam = await signedIn(stage, "Sam nee", team[0]);
  const mia = await signedIn(stage, "Mia", team[1]);
  const desk = `/werk/ideeen/${bridge}`;
  const judge = async (who, fields) => {
    await who.open(desk);
    await who.fill(fields);
    await who.press("Zet de uitkomst klaar");
    await who.sees("Alleen het gebiedsteam ziet dit.");
  };
  const publish = async () => {
    await mia.open("/werk/oordelen/de-wijert-2027/mails");
    await mia.check();
    await mia.open("/werk/oordelen/de-wijert-2027");
    await mia.press(/nu bekend/);
    await mia.sees("De uitkomsten zijn bekendgemaakt.");
  };
  await judge(sam, { kind: "not_feasible", reason: NO });
  assert.match((await stage.mail("anna@voorbeeld.nl", "brug")).text, /gasleiding/);
  await anna.open(`/ideeen/${bridge}/voornemen`);
  await anna.fill({ answer: "De leiding ligt aan de overkant." });
  await anna.check();
  await anna.press("Verstuur uw antwoord");
  await stage.time("2027-03-01T12:05");
  await judge(sam, { kind: "not_feasible", reason: NO });
  await publish();
  await anna.open(`/ideeen/${bridge}/heroverweging`);
  await anna.fill({ reason: "Op de kaart van de gemeente ligt de leiding aan de overkant." });
  await anna.press("Vraag om opnieuw te kijken");
  await anna.sees("Wordt opnieuw bekeken");
  await stage.time("2027-03-01T12:10");
  await sam.open(desk);
  await sam.sees("Een collega moet het nu doen.");
  await judge(mia, { kind: "feasible", cost: "4.800", reason: "De leiding ligt inderdaad aan de overkant: de brug kan." });
  await publish();
  await anna.open(`/ideeen/${bridge}`);
  await anna.sees("de brug kan");
  await anna.check();
}
