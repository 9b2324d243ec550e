// Posts three students in the three modes of the CloudEvents SDK and prints what is answered, as JSON.
// Arguments: the URL to post to. The token comes in the environment.
import { CloudEvent, HTTP, emitterFor, httpTransport } from "cloudevents";

const url = process.argv[2];
const authorization = `Bearer ${process.env.TOKEN}`;

function student(id, sequence) {
  return new CloudEvent({
    source: "/sources/sdk",
    type: "dev.crossfade.record.created",
    subject: `students/${id}`,
    sequence: String(sequence).padStart(20, "0"),
    data: { id, name: "Zoë 😀", email: "zoe@example.org", discountAmount: 12.5 },
  });
}

async function post(message) {
  const response = await fetch(url, {
    method: "POST",
    headers: { ...message.headers, authorization },
    body: message.body,
  });
  return { status: response.status, body: await response.json() };
}

const events = [student("sdk-3", 3), student("sdk-4", 4)];
const answers = {
  binary: await post(HTTP.binary(student("sdk-1", 1))),
  structured: await post(HTTP.structured(student("sdk-2", 2))),
  batch: await post({
    headers: { "content-type": "application/cloudevents-batch+json" },
    body: JSON.stringify(events),
  }),
};

// The SDK's own sender, which makes the request by itself.
const emit = emitterFor(httpTransport(url));
const sent = await emit(student("sdk-5", 5), { headers: { authorization } });
answers.emitter = JSON.parse(sent.body);

console.log(JSON.stringify(answers));
