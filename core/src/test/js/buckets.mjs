// Reads ids, a line each, as code points in hex; prints hash and bucket of each under the salt given.
import { readFileSync } from "node:fs";
import { BUCKETS, bucket, hash } from "../../../../client-js/src/sticky.js";

const salt = process.argv[2];
const lines = readFileSync(0, "utf8").split("\n");
lines.pop();
const encoder = new TextEncoder();
const answers = lines.map((line) => {
  const points = line === "" ? [] : line.split(" ").map((point) => parseInt(point, 16));
  const id = points.map((point) => String.fromCodePoint(point)).join("");
  const h = hash(encoder.encode(`${salt}:${id}`));
  const b = bucket(salt, id);
  if (h % BUCKETS !== b) {
    throw new Error("hash and bucket do not agree");
  }
  return `${h} ${b}`;
});
process.stdout.write(answers.map((answer) => `${answer}\n`).join(""));
