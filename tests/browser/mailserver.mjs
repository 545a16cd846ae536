// A mail server for the stories: it takes every mail over SMTP, and a story reads them over HTTP.
// Prints its two ports as one line of JSON, and stops when its input closes.
import { createServer } from "node:http";
import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";

const mails = [];

const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ["AUTH", "STARTTLS"],
  logger: false,
  async onData(stream, session, done) {
    try {
      const chunks = [];
      for await (const chunk of stream) chunks.push(chunk);
      const raw = Buffer.concat(chunks);
      const mail = await PostalMime.parse(raw);
      mails.push({
        to: session.envelope.rcptTo.map((one) => one.address),
        from: mail.from?.address,
        subject: mail.subject,
        text: mail.text ?? "",
        html: mail.html ?? "",
        headers: mail.headers.map(({ key, value }) => [key, value]),
        size: raw.length,
      });
      done();
    } catch (error) {
      done(error);
    }
  },
});

const http = createServer((request, answer) => {
  answer.setHeader("Content-Type", "application/json");
  answer.end(JSON.stringify(mails));
});

const listen = (server, on) => new Promise((ready) => server.listen(0, "127.0.0.1", () => ready(on.address().port)));
console.log(JSON.stringify({ smtp: await listen(smtp, smtp.server), http: await listen(http, http) }));

process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
