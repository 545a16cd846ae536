// Every page with every sample of what it shows: no violation of WCAG 2.2 AA that axe can find on a
// phone or a desk, and nothing that the content security policy refuses. English has the same
// structure with other words: there the question is whether they fit on 320 pixels.
import { assert, fits, look, play } from "./lib.mjs";

const LOOKERS = 2;

await play("every page", async (stage) => {
  const samples = await (await fetch(process.env.STORY_BASE)).json();
  const left = samples.map((sample, number) => ({ ...sample, number }));
  const found = [];
  const looker = async (name) => {
    const { page } = await stage.person(name);
    for (let sample = left.shift(); sample; sample = left.shift()) {
      const answer = await page.goto(`/${sample.number}`);
      assert.equal(answer.status(), 200);
      for (const line of await (sample.language === "nl" ? look : fits)(page)) found.push(`${sample.template} (${sample.language}, ${sample.number}): ${line}`);
    }
  };
  await Promise.all(Array.from({ length: LOOKERS }, (_, number) => looker(`looker ${number}`)));
  const templates = new Set(samples.map((sample) => sample.template));
  console.log(`  looked at ${samples.length} samples of ${templates.size} pages`);
  assert.ok(templates.size > 0, "there are pages");
  assert.equal(found.length, 0, `${found.length} problems:\n${found.sort().join("\n")}`);
});
