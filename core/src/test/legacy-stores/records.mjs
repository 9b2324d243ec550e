// What the libraries are given to keep: records that are easy to get wrong.

const freeze = (value) => Object.freeze(value);

/** A fresh copy each time, since some libraries change what they are given. */
export const tasks = () =>
  structuredClone([
    freeze({
      id: 1,
      title: "Über 漢字 🎓 👩‍👩‍👧 e\u0301",
      note: 'say "hi" \\ back/slash\n\ttab\r\u0001\u007f\u2028\u2029',
      done: false,
      tags: [],
      nested: { a: { b: [1, [2, { c: null }], {}] } },
    }),
    freeze({
      id: "2",
      title: "",
      tenth: 0.1,
      sum: 0.1 + 0.2,
      exact: Number.MAX_SAFE_INTEGER,
      least: Number.MIN_VALUE,
      most: Number.MAX_VALUE,
      large: 1e21,
      negative: -1.5,
      zero: 0,
      dueAt: "2024-02-29T12:34:56.789Z",
      none: null,
    }),
    freeze({
      id: "a/b~c.d e",
      title: '{"looks":"like \\"JSON\\""}',
      list: "[1,2,3]",
      word: "null",
      "odd.name/with~marks\\": true,
      "": "a name without letters",
    }),
    freeze({ id: 10, title: "\ud83d\ude00", state: "open", version: 0, json: {}, meta: { values: {} } }),
  ]);

/** Kept under their ids; JavaScript puts the ids that are integers first. */
export const people = () => ({
  "p-1": { id: "p-1", name: "Zoë O'Neil", mail: "zoe@example.com", age: 41 },
  7: { id: 7, name: "李雷", age: null },
  "p/2": { id: "p/2", name: "<b>\"bold\"</b>", roles: ["admin", "ops"] },
});

/** One record that stands for itself. */
export const settings = () => ({ theme: "dark", size: 1.25, seen: "2023-01-01T00:00:00.000Z", help: { shown: true } });
