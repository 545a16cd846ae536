// How people come in: residents with digits from a mail, staff with a password and an app.
import { createHmac } from "node:crypto";
import { assert } from "./lib.mjs";

/** Signs a resident in with the digits from the mail, from whatever page asks for an address. */
export async function comeIn(stage, person, email) {
  if (!person.page.url().includes("/inloggen")) await person.open("/inloggen");
  await person.fill({ email });
  await person.press("Stuur mij een link");
  const { text } = await stage.mail(email, "Inloggen");
  await person.fill({ code: text.match(/\b\d{8}\b/)[0] });
  await person.press("Inloggen");
  await person.page.getByRole("button", { name: "Uitloggen" }).waitFor();
}

/** What an authenticator app shows at a time (RFC 6238: SHA-1, 30 seconds, 6 digits). */
function appCode(secret, seconds) {
  const bits = [...secret].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(seconds / 30)));
  const mac = createHmac("sha1", key).update(step).digest();
  const number = mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

/** Somebody who works here: a browser, a password, and an app with codes. */
export class Colleague {
  constructor(stage, person, email) {
    this.stage = stage;
    this.person = person;
    this.email = email;
    this.password = `een zin die alleen ${person.name} kent`;
  }

  /** Follows the link of the first mail: chooses a password, reads the key into the app. */
  async setUp() {
    const { person, stage } = this;
    const { text } = await stage.mail(this.email, "een rol");
    await person.open(text.match(/http\S+#t=\w+/)[0]);
    await person.press("Verder");
    await person.check();
    this.secret = (await person.page.locator("main code").innerText()).replaceAll(/\s/g, "");
    await person.fill({ password: this.password, again: this.password, code: appCode(this.secret, stage.now) });
    await person.press("Opslaan en inloggen");
    await person.page.getByRole("button", { name: "Uitloggen" }).waitFor();
  }

  /** Signs in again, because the session of last time is over. */
  async comeIn() {
    const { person, stage } = this;
    await person.open("/inloggen/medewerker");
    await person.fill({ email: this.email, password: this.password, code: appCode(this.secret, stage.now) });
    await person.press("Inloggen");
    await person.page.getByRole("button", { name: "Uitloggen" }).waitFor();
    assert.ok(!person.page.url().includes("/inloggen"), `${person.name} is in`);
  }
}
