// Evaluates a flag with OpenFeature's own web provider. Commands come on standard input, one JSON object a line, and
// answers go to standard output the same way:
//   {"evaluate": [tenant, …], "source"}  ->  {tenant: [value, reason, why, bucket], …}
//   {"follow": tenant, "how": "poll" | "sse"}  ->  {"value"} now and on each change
// Environment: BASE (URL of the service), FLAG, TOKEN.
import { OpenFeature, ProviderEvents } from "@openfeature/web-sdk";
import { OFREPWebProvider } from "@openfeature/ofrep-web-provider";
import { createInterface } from "node:readline";

const { BASE, FLAG, TOKEN } = process.env;

const provider = (options) =>
  new OFREPWebProvider({ baseUrl: BASE, headers: [["X-API-Key", TOKEN]], cacheMode: "disabled", ...options });
const say = (answer) => console.log(JSON.stringify(answer));

/** As much of a browser's EventSource as the provider uses; Node 20 has none. */
class StreamedEvents extends EventTarget {
  readyState = 0;
  #ending = new AbortController();

  constructor(url) {
    super();
    this.#run(url).catch(() => {
      this.readyState = 2;
      this.dispatchEvent(new Event("error"));
    });
  }

  async #run(url) {
    const answer = await fetch(url, { signal: this.#ending.signal });
    if (answer.status !== 200) {
      throw new Error(`${answer.status}`);
    }
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
    let text = "";
    for await (const piece of answer.body.pipeThrough(new TextDecoderStream())) {
      text += piece;
      for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
        const data = text.slice(0, end).match(/^data: (.*)$/m);
        text = text.slice(end + 2);
        if (data) {
          this.dispatchEvent(new MessageEvent("message", { data: data[1] }));
        }
      }
    }
    throw new Error("ended");
  }

  close() {
    this.readyState = 2;
    this.#ending.abort();
  }
}

async function evaluate(tenants, source) {
  const domain = "evaluate";
  const context = (tenant) => ({ targetingKey: tenant, ...(source && { source }) });
  await OpenFeature.setContext(domain, context(tenants[0]));
  await OpenFeature.setProviderAndWait(domain, provider({ changeDetection: "none" }));
  const client = OpenFeature.getClient(domain);
  const found = {};
  for (const tenant of tenants) {
    await OpenFeature.setContext(domain, context(tenant));
    const { value, reason, flagMetadata } = client.getStringDetails(FLAG, "unknown");
    found[tenant] = [value, reason, flagMetadata.why, flagMetadata.bucket];
  }
  say(found);
}

async function follow(tenant, how) {
  if (how === "sse") {
    globalThis.EventSource = StreamedEvents;
  }
  const domain = `follow-${how}`;
  await OpenFeature.setContext(domain, { targetingKey: tenant });
  await OpenFeature.setProviderAndWait(domain, provider(how === "poll" ? { pollInterval: 200 } : {}));
  const client = OpenFeature.getClient(domain);
  let last;
  const tell = () => {
    const value = client.getStringValue(FLAG, "unknown");
    if (value !== last) {
      last = value;
      say({ value });
    }
  };
  client.addHandler(ProviderEvents.ConfigurationChanged, tell);
  tell();
}

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  if (command.evaluate) {
    await evaluate(command.evaluate, command.source);
  } else {
    await follow(command.follow, command.how);
  }
}
process.exit(0);
