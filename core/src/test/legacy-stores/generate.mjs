// Runs the real libraries once and writes down what they leave in localStorage.
// Usage: node generate.mjs FOLDER

import { readFileSync, writeFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { JSDOM } from "jsdom";

const out = process.argv[2];
const { window } = new JSDOM("", { url: "https://app.example/" });
for (const name of ["localStorage", "sessionStorage", "document", "Blob", "FileReader", "Storage", "StorageEvent", "CustomEvent"]) {
  Object.defineProperty(globalThis, name, { value: window[name], configurable: true });
}
globalThis.window = globalThis;
globalThis.self = globalThis;
globalThis.addEventListener = window.addEventListener.bind(window);
globalThis.removeEventListener = window.removeEventListener.bind(window);
globalThis.dispatchEvent = window.dispatchEvent.bind(window);

// The libraries write the time into their envelopes: a fixed one keeps the files the same.
const started = performance.now();
Date.now = () => 1767225600000 + Math.floor((performance.now() - started) / 1e6);

const declared = JSON.parse(readFileSync(new URL("package.json", import.meta.url))).dependencies;
const version = (name) => declared[name].replace(/^npm:.*@/, "");

const stores = await import("./stores.mjs");
mkdirSync(out, { recursive: true });
for (const store of stores.all) {
  localStorage.clear();
  const { collections = [], values = [], detected = {} } = await store.write();
  const entries = {};
  for (const key of Object.keys(localStorage).sort()) {
    entries[key] = localStorage.getItem(key);
  }
  // Some guesses differ from what is known here: bare JSON tells nothing of who wrote it.
  const golden = {
    library: store.library,
    version: store.package ? version(store.package) : "-",
    entries,
    collections,
    values,
    detected,
  };
  // JSON.stringify knows no bigint: stores.mjs marks its digits.
  const text = JSON.stringify(golden, null, 2).replace(/"§(-?\d+)§"/g, "$1");
  writeFileSync(join(out, store.library + ".json"), text + "\n");
  console.log(`${store.library} ${golden.version}: ${Object.keys(entries).length} entries`);
}
process.exit(0);
