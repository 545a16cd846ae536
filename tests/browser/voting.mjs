// What the stories of the vote share: a round that is open, and somebody in its booth.
import { PHONE } from "./lib.mjs";

/** A round in which people vote, with a ballot of this form. */
export async function ballot(stage, form) {
  const world = JSON.parse(await stage.control(`ballot?form=${form}`));
  const path = (rest) => `/rondes/${world.slug}/${rest}`;
  return { ...world, path };
}

/** Somebody who comes in with the link of a letter, on a phone. */
export async function voter(stage, world, name, code, how = {}) {
  const person = await stage.person(name, { width: PHONE, ...how });
  if (how.scripts === false) {
    await person.open(world.path("stemmen"));
    await person.fill({ code: world.codes[code] });
  } else {
    await person.open(`${world.path("stemmen")}#c=${world.codes[code]}`);
  }
  return person;
}

/** How many ballots there are in the box, and how many codes were used. */
export async function box(stage) {
  return JSON.parse(await stage.control("box"));
}

/** Lets the server get the next ballot, and loses its answer. */
export async function loseReply(page) {
  const lost = { count: 0, status: 0 };
  let first = true;
  await page.route("**/stembiljet", async (route) => {
    if (route.request().method() !== "POST" || !first) return route.continue();
    first = false;
    // What is sent on in the name of the page keeps what a browser says about where it comes from.
    const headers = { ...(await route.request().allHeaders()), origin: new URL(route.request().url()).origin, "sec-fetch-site": "same-origin" };
    lost.status = (await route.fetch({ headers, maxRedirects: 0 })).status();
    lost.count += 1;
    return route.abort("connectionreset");
  });
  return lost;
}
