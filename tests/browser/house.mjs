// Coming in with a link from a mail: by keyboard alone, without scripts, and in English.
import { assert, play, PHONE } from "./lib.mjs";

await play("by keyboard", async (stage) => {
  const anna = await stage.person("Anna");
  const { keyboard } = anna.page;
  const main = anna.page.locator("main");
  await anna.open("/inloggen");

  // The first stop is the way past the menu.
  await keyboard.press("Tab");
  assert.equal(await anna.page.evaluate(() => document.activeElement.getAttribute("href")), "#inhoud");
  await keyboard.press("Enter");
  await anna.tabTo(main.getByRole("textbox"));

  // A mistake: what is wrong is told, and one key leads to the field, with what was typed still there.
  await keyboard.type("anna");
  await keyboard.press("Enter");
  const summary = main.getByRole("link", { name: /e-mailadres/i }).first();
  await summary.waitFor();
  await anna.check();
  await anna.tabTo(summary);
  await keyboard.press("Enter");
  assert.equal(await anna.page.evaluate(() => document.activeElement.value), "anna");
  await keyboard.press("End");
  await keyboard.type("@voorbeeld.nl");
  await keyboard.press("Enter");
  await anna.page.waitForSelector("input[name=code]");
  await anna.check();

  const mail = await stage.mail("anna@voorbeeld.nl");
  const [link] = mail.text.match(/http\S+#t=\w+/);
  const [digits] = mail.text.match(/\b\d{8}\b/);
  assert.ok(mail.html.includes(`href="${link}"`) && mail.html.includes(digits), "both parts of the mail say the same");
  assert.ok(mail.headers.some(([key, value]) => key === "auto-submitted" && value === "auto-generated"));

  // Opening the link does nothing yet (a virus scanner opens it too); the button does.
  await anna.open(link);
  await anna.check();
  await anna.tabTo(main.getByRole("button"));
  await keyboard.press("Enter");
  await anna.sees("U bent ingelogd.");
  const cookies = await anna.page.context().cookies();
  assert.ok(cookies.every((cookie) => cookie.httpOnly && cookie.sameSite === "Lax"), JSON.stringify(cookies));
  assert.equal(await anna.page.evaluate(() => localStorage.length + sessionStorage.length), 0, "nothing is kept in the browser");

  await anna.tabTo(anna.page.getByRole("button", { name: "Uitloggen" }));
  await keyboard.press("Enter");
  await anna.page.getByRole("link", { name: "Inloggen" }).first().waitFor();
});

await play("without scripts, on a phone", async (stage) => {
  const bram = await stage.person("Bram", { scripts: false, width: PHONE });
  await bram.open("/inloggen");
  await bram.fill({ email: "bram@voorbeeld.nl" });
  await bram.page.locator("main button").click();
  const mail = await stage.mail("bram@voorbeeld.nl");

  // The link needs a script; the page says what to do without.
  const [link] = mail.text.match(/http\S+#t=\w+/);
  const other = await bram.page.context().newPage();
  await other.goto(link);
  assert.match(await other.locator("main").innerText(), /8 cijfers/);

  const [digits] = mail.text.match(/\b\d{8}\b/);
  await bram.fill({ code: digits });
  await bram.page.locator("main button").click();
  await bram.sees("U bent ingelogd.");
});

await play("in English", async (stage) => {
  const carla = await stage.person("Carla");
  await carla.open("/inloggen");
  await carla.page.getByRole("link", { name: "English" }).click();
  await carla.sees("Nederlands");
  assert.equal(await carla.page.getAttribute("html", "lang"), "en");
  await carla.fill({ email: "carla@voorbeeld.nl" });
  await carla.page.locator("main button").click();
  await carla.check();
  const mail = await stage.mail("carla@voorbeeld.nl");
  assert.match(mail.html, /<html[^>]* lang="en"/);
  assert.doesNotMatch(mail.text, /\b(u|uw|het)\b/);
});
