// One function a library: it puts records into a store as an application does, and says which.
// A collection names the key ({id} for one record a key), the decoders from the outside in, where
// in the decoded state the records lie, how they lie there (list, keyed, single), and the records.
// A value is one that is no record. "detected" says per key which decoders the bytes alone suggest.

import { people, settings, tasks } from "./records.mjs";

const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const list = (key, envelope, at, records = tasks()) => ({ key, envelope, at, shape: "list", records });
const keyed = (key, envelope, at, records = people()) => ({
  key,
  envelope,
  at,
  shape: "keyed",
  keys: Object.keys(records),
  records: Object.values(records),
});
const single = (key, envelope, at, records = [settings()]) => ({ key, envelope, at, shape: "single", records });
const value = (key, envelope, value) => ({ key, envelope, at: "", value });

async function plain() {
  localStorage.setItem("tasks", JSON.stringify(tasks()));
  localStorage.setItem("people", JSON.stringify(people()));
  for (const task of tasks()) {
    localStorage.setItem(`task:${task.id}`, JSON.stringify(task));
  }
  localStorage.setItem("settings", JSON.stringify(settings(), null, 2));
  const detected = { tasks: ["json"], people: ["json"], settings: ["json"] };
  tasks().forEach((task) => (detected[`task:${task.id}`] = ["json"]));
  return {
    collections: [
      list("tasks", ["json"], ""),
      keyed("people", ["json"], ""),
      single("task:{id}", ["json"], "", tasks()),
      single("settings", ["json"], ""),
    ],
    detected,
  };
}

async function zustand() {
  const { createStore } = await import("zustand/vanilla");
  const { persist } = await import("zustand/middleware");
  const initial = () => ({ tasks: [], byId: {}, settings: {} });
  const app = createStore(persist(initial, { name: "app-store", version: 3 }));
  app.setState({ tasks: tasks(), byId: people(), settings: settings() });
  const unversioned = createStore(persist(initial, { name: "unversioned", version: undefined }));
  unversioned.setState({ tasks: tasks() });
  const lossy = createStore(persist(() => ({ list: [] }), { name: "lossy" }));
  lossy.setState({
    list: [
      {
        id: 1,
        map: new Map([["a", 1]]),
        set: new Set([1, 2]),
        date: new Date("2024-02-29T12:34:56.789Z"),
        nan: NaN,
        infinite: -Infinity,
        gone: undefined,
        call: () => 1,
        zero: -0,
        inList: [undefined, NaN],
      },
    ],
  });
  createStore(persist(initial, { name: "never-written" }));
  const left = [
    { id: 1, map: {}, set: {}, date: "2024-02-29T12:34:56.789Z", nan: null, infinite: null, zero: 0, inList: [null, null] },
  ];
  return {
    collections: [
      list("app-store", ["zustand"], "/tasks"),
      keyed("app-store", ["zustand"], "/byId"),
      single("app-store", ["zustand"], "/settings"),
      list("unversioned", ["zustand"], "/tasks"),
      list("lossy", ["zustand"], "/list", left),
    ],
    detected: { "app-store": ["zustand"], unversioned: ["zustand"], lossy: ["zustand"] },
  };
}

const rootReducer = (state = { tasks: [], people: {}, settings: {}, count: 0, word: "" }, action) =>
  action.type === "fill"
    ? { tasks: tasks(), people: people(), settings: settings(), count: 5, word: 'a "word"', nothing: null }
    : state;

async function reduxPersist({ persistReducer, persistStore }, { createStore }, storage) {
  const reducer = persistReducer({ key: "root", storage }, rootReducer);
  const store = createStore(reducer);
  const persistor = persistStore(store);
  await wait(50);
  store.dispatch({ type: "fill" });
  await persistor.flush();
  persistor.pause();
  const key = "persist:root";
  return {
    collections: [
      list(key, ["redux-persist"], "/tasks"),
      keyed(key, ["redux-persist"], "/people"),
      single(key, ["redux-persist"], "/settings"),
    ],
    detected: { [key]: ["redux-persist"] },
  };
}

const module = (imported) => imported.default?.default ?? imported.default ?? imported;

async function reduxPersist6() {
  const storage = module(await import("redux-persist/lib/storage/index.js"));
  return reduxPersist((await import("redux-persist/lib/index.js")).default, await import("redux"), storage);
}

async function reduxPersist5() {
  const storage = module(await import("redux-persist-5/lib/storage/index.js"));
  return reduxPersist((await import("redux-persist-5/lib/index.js")).default, (await import("redux-3")).default, storage);
}

async function reduxPersist4() {
  const { persistStore, autoRehydrate } = (await import("redux-persist-4")).default;
  const { createStore, combineReducers } = (await import("redux-3")).default;
  const reducer = combineReducers({
    tasks: (state = [], action) => (action.type === "fill" ? tasks() : state),
    people: (state = {}, action) => (action.type === "fill" ? people() : state),
    settings: (state = {}, action) => (action.type === "fill" ? settings() : state),
  });
  const store = createStore(reducer, undefined, autoRehydrate());
  await new Promise((done) => persistStore(store, {}, done));
  store.dispatch({ type: "fill" });
  await wait(300);
  const envelope = ["redux-persist-4"];
  return {
    collections: [
      list("reduxPersist:tasks", envelope, ""),
      keyed("reduxPersist:people", envelope, ""),
      single("reduxPersist:settings", envelope, ""),
    ],
    detected: { "reduxPersist:tasks": envelope, "reduxPersist:people": envelope, "reduxPersist:settings": envelope },
  };
}

async function localForage() {
  const localforage = module(await import("localforage"));
  await localforage.setDriver(localforage.LOCALSTORAGE);
  await localforage.setItem("tasks", tasks());
  await localforage.setItem("nothing", undefined);
  const arrays = {
    si08: [new Int8Array([-128, 0, 127]), [-128, 0, 127]],
    ui08: [new Uint8Array([0, 255]), [0, 255]],
    uic8: [new Uint8ClampedArray([300, -1, 7]), [255, 0, 7]],
    si16: [new Int16Array([-32768, 258]), [-32768, 258]],
    ur16: [new Uint16Array([65535, 258]), [65535, 258]],
    si32: [new Int32Array([-2147483648, 16909060]), [-2147483648, 16909060]],
    ui32: [new Uint32Array([4294967295, 1]), [4294967295, 1]],
    fl32: [new Float32Array([0.1, 1.5, NaN]), [Math.fround(0.1), 1.5, null]],
    fl64: [new Float64Array([0.1, 1e300, -Infinity]), [0.1, 1e300, null]],
    none: [new Uint8Array([]), []],
  };
  const values = [];
  for (const [name, [array, numbers]] of Object.entries(arrays)) {
    await localforage.setItem(name, array);
    values.push(value(`localforage/${name}`, ["localforage"], numbers));
  }
  await localforage.setItem("buffer", new Uint8Array([1, 2, 3, 250]).buffer);
  values.push(value("localforage/buffer", ["localforage"], { type: "ArrayBuffer", base64: "AQID+g==" }));
  await localforage.setItem("blob", new Blob(["héllo"], { type: "text/plain" }));
  values.push(
    value("localforage/blob", ["localforage"], { type: "Blob", mediaType: "text/plain", base64: "aMOpbGxv" }),
  );
  values.push(value("localforage/nothing", ["localforage"], null));
  const named = localforage.createInstance({ name: "school", driver: localforage.LOCALSTORAGE });
  await named.setItem("people", people());
  const stored = localforage.createInstance({ name: "school", storeName: "notes", driver: localforage.LOCALSTORAGE });
  for (const task of tasks()) {
    await stored.setItem(String(task.id), task);
  }
  const detected = { "localforage/tasks": ["localforage"], "school/people": ["json"] };
  values.forEach(({ key }) => (detected[key] = ["localforage"]));
  tasks().forEach((task) => (detected[`school/notes/${task.id}`] = ["json"]));
  return {
    collections: [
      list("localforage/tasks", ["localforage"], ""),
      keyed("school/people", ["localforage"], ""),
      single("school/notes/{id}", ["localforage"], "", tasks()),
    ],
    values,
    detected,
  };
}

async function pinia() {
  const { createApp, nextTick } = await import("vue");
  const { createPinia, defineStore } = await import("pinia");
  const { createPersistedState } = await import("pinia-plugin-persistedstate");
  const pinia = createPinia().use(createPersistedState());
  createApp({ render: () => null }).use(pinia);
  const school = defineStore("school", {
    state: () => ({ tasks: [], people: {}, settings: {} }),
    persist: true,
  })(pinia);
  school.$patch({ tasks: tasks(), people: people(), settings: settings() });
  const named = defineStore("named", { state: () => ({ tasks: [] }), persist: { key: "pinia-named" } })(pinia);
  named.$patch({ tasks: tasks() });
  await nextTick();
  return {
    collections: [
      list("school", ["pinia"], "/tasks"),
      keyed("school", ["pinia"], "/people"),
      single("school", ["pinia"], "/settings"),
      list("pinia-named", ["pinia"], "/tasks"),
    ],
    detected: { school: ["json"], "pinia-named": ["pinia"] },
  };
}

async function vuex() {
  const { createStore } = await import("vuex");
  const createPersistedState = module(await import("vuex-persistedstate"));
  const store = createStore({
    state: { tasks: [] },
    mutations: { fill: (state) => (state.tasks = tasks()) },
    modules: {
      school: {
        namespaced: true,
        state: () => ({ people: {}, settings: {} }),
        mutations: { fill: (state) => Object.assign(state, { people: people(), settings: settings() }) },
      },
    },
    plugins: [createPersistedState()],
  });
  store.commit("fill");
  store.commit("school/fill");
  return {
    collections: [
      list("vuex", ["vuex"], "/tasks"),
      keyed("vuex", ["vuex"], "/school/people"),
      single("vuex", ["vuex"], "/school/settings"),
    ],
    detected: { vuex: ["vuex"] },
  };
}

async function reduxLocalstorage() {
  const persistState = module(await import("redux-localstorage"));
  const { createStore } = (await import("redux-3")).default;
  const store = createStore(rootReducer, undefined, persistState());
  store.dispatch({ type: "fill" });
  return {
    collections: [
      list("redux", ["redux-localstorage"], "/tasks"),
      keyed("redux", ["redux-localstorage"], "/people"),
      single("redux", ["redux-localstorage"], "/settings"),
    ],
    detected: { redux: ["redux-localstorage"] },
  };
}

async function ngrx() {
  await import("@angular/compiler");
  const { createEnvironmentInjector, provideZonelessChangeDetection, Injector } = await import("@angular/core");
  const { provideStore, Store, createReducer, createAction, on } = await import("@ngrx/store");
  const { localStorageSync } = await import("ngrx-store-localstorage");
  const fill = createAction("fill");
  const slice = (initial, filled) => createReducer(initial, on(fill, () => filled));
  const sync = localStorageSync({ keys: ["tasks", "people", "token", "quoted", "count", "open"], rehydrate: true });
  const injector = createEnvironmentInjector(
    [
      provideZonelessChangeDetection(),
      provideStore(
        {
          tasks: slice([], tasks()),
          people: slice({}, people()),
          token: slice("", "Bearer ü 🎓 \\ \"x\""),
          quoted: slice("", '"'),
          count: slice(0, 5),
          open: slice(false, true),
        },
        { metaReducers: [sync] },
      ),
    ],
    Injector.NULL,
  );
  injector.get(Store).dispatch(fill());
  await wait(20);
  return {
    collections: [list("tasks", ["ngrx"], ""), keyed("people", ["ngrx"], "")],
    values: [
      value("token", ["ngrx"], "Bearer ü 🎓 \\ \"x\""),
      value("quoted", ["ngrx"], '"'),
      value("count", ["ngrx"], 5),
      value("open", ["ngrx"], true),
    ],
    detected: { tasks: ["json"], people: ["json"], token: ["vueuse"], quoted: ["vueuse"], count: ["json"], open: ["json"] },
  };
}

async function jotai() {
  const { createStore } = await import("jotai/vanilla");
  const { atomWithStorage } = await import("jotai/vanilla/utils");
  const store = createStore();
  store.set(atomWithStorage("tasks", []), tasks());
  store.set(atomWithStorage("jotai:people", {}), people());
  store.set(atomWithStorage("word", ""), 'a "word"');
  return {
    collections: [list("tasks", ["jotai"], ""), keyed("jotai:people", ["jotai"], "")],
    values: [value("word", ["jotai"], 'a "word"')],
    detected: { tasks: ["json"], "jotai:people": ["jotai"], word: ["json"] },
  };
}

async function mobxPersistStore() {
  const { makeAutoObservable, runInAction } = await import("mobx");
  const { makePersistable, stopPersisting } = await import("mobx-persist-store");
  const write = async (options) => {
    const store = makeAutoObservable({ tasks: [], people: {}, settings: {}, ["key-only"]: 1 });
    await makePersistable(store, { properties: ["tasks", "people", "settings"], storage: localStorage, ...options });
    runInAction(() => Object.assign(store, { tasks: tasks(), people: people(), settings: settings() }));
    await wait(50);
    stopPersisting(store);
  };
  await write({ name: "SchoolStore", version: 2, expireIn: 86400000 });
  await write({ name: "BareStore" });
  const envelope = ["mobx-persist-store"];
  return {
    collections: [
      list("SchoolStore", envelope, "/tasks"),
      keyed("SchoolStore", envelope, "/people"),
      single("SchoolStore", envelope, "/settings"),
      list("BareStore", envelope, "/tasks"),
    ],
    detected: { SchoolStore: envelope, BareStore: ["json"] },
  };
}

async function vueuse() {
  const { effectScope, nextTick } = await import("vue");
  const { useStorage } = await import("@vueuse/core");
  const kept = {
    string: ["", 'say "hi" \\ 🎓\n'],
    empty: ["x", ""],
    jsonString: ["", '"quoted"'],
    number: [0, 1.5],
    boolean: [false, true],
    object: [{}, settings()],
    array: [[], tasks()],
    map: [new Map(), new Map(Object.entries(people()))],
    numbered: [new Map(), new Map([[1, { id: 1 }], [2, { id: 2 }]])],
    set: [new Set(), new Set(["a", 1, null])],
    date: [new Date(0), new Date("2024-02-29T12:34:56.789Z")],
  };
  const scope = effectScope();
  await scope.run(async () => {
    for (const [key, [initial, written]] of Object.entries(kept)) {
      useStorage(key, initial, localStorage).value = written;
    }
    await nextTick();
  });
  scope.stop();
  return {
    collections: [
      list("array", ["vueuse"], ""),
      single("object", ["vueuse"], ""),
      keyed("map", ["vueuse-map"], ""),
      keyed("numbered", ["vueuse-map"], "", { 1: { id: 1 }, 2: { id: 2 } }),
    ],
    values: [
      value("string", ["vueuse"], kept.string[1]),
      value("empty", ["vueuse"], ""),
      value("jsonString", ["vueuse"], '"quoted"'),
      value("number", ["vueuse"], 1.5),
      value("boolean", ["vueuse"], true),
      value("set", ["vueuse"], ["a", 1, null]),
      value("date", ["vueuse"], "2024-02-29T12:34:56.789Z"),
    ],
    detected: {
      array: ["json"],
      object: ["json"],
      map: ["vueuse-map"],
      numbered: ["vueuse-map"],
      string: ["vueuse"],
      empty: ["vueuse"],
      jsonString: ["json"],
      number: ["json"],
      boolean: ["json"],
      set: ["json"],
      date: ["vueuse"],
    },
  };
}

async function tanstackQuery() {
  const { QueryClient } = await import("@tanstack/query-core");
  const { persistQueryClientSave } = await import("@tanstack/query-persist-client-core");
  const { createSyncStoragePersister } = await import("@tanstack/query-sync-storage-persister");
  const client = new QueryClient();
  client.setQueryData(["tasks"], tasks());
  client.setQueryData(["people", { page: 1, filter: "a/b~" }], people());
  client.setQueryData(["settings"], settings());
  const mutation = { isPaused: true, status: "pending", variables: { title: "later" }, failureCount: 0 };
  client.getMutationCache().build(client, { mutationKey: ["addTask"] }, mutation);
  const persister = createSyncStoragePersister({ storage: localStorage, throttleTime: 1 });
  await persistQueryClientSave({ queryClient: client, persister, buster: "v1" });
  await wait(50);
  const key = "REACT_QUERY_OFFLINE_CACHE";
  return {
    collections: [
      list(key, ["tanstack-query"], '/["tasks"]'),
      keyed(key, ["tanstack-query"], '/["people",{"filter":"a~1b~0","page":1}]'),
      single(key, ["tanstack-query"], '/["settings"]'),
    ],
    detected: { [key]: ["tanstack-query"] },
  };
}

async function superjson() {
  const { createStore } = await import("zustand/vanilla");
  const { persist, createJSONStorage } = await import("zustand/middleware");
  const { default: superjson } = await import("superjson");
  class Money {
    constructor(amount) {
      this.amount = amount;
    }
  }
  superjson.registerClass(Money);
  const at = new Date("2024-02-29T12:34:56.789Z");
  const shared = { both: true };
  const rich = () => ({
    id: 1,
    at,
    map: new Map([["x.y", { at, big: 12345678901234567890n }], ["z", { gone: undefined, keep: 1 }]]),
    numbered: new Map([[1, "one"], [2, new Set([at])]]),
    dated: new Map([[at, 1n]]),
    set: new Set([1, "a", undefined, 5n]),
    big: -9007199254740993n,
    gone: undefined,
    inList: [undefined, NaN, -0, Infinity],
    pattern: /a"b/gi,
    url: new URL("https://example.com/ü?q=1"),
    error: new TypeError("no"),
    bytes: new Uint8Array([1, 2]),
    price: new Money(12.5),
    "a.b\\c": { "d\\.e": 7n, "f.": undefined },
    shared,
    again: shared,
  });
  const left = () => ({
    id: 1,
    at: at.toISOString(),
    map: { "x.y": { at: at.toISOString(), big: "§12345678901234567890§" }, z: { keep: 1 } },
    numbered: [[1, "one"], [2, [at.toISOString()]]],
    dated: { [at.toISOString()]: 1 },
    set: [1, "a", null, 5],
    big: "§-9007199254740993§",
    inList: [null, null, -0, null],
    pattern: '/a"b/gi',
    url: "https://example.com/%C3%BC?q=1",
    error: { name: "TypeError", message: "no" },
    bytes: [1, 2],
    price: { amount: 12.5 },
    "a.b\\c": { "d\\.e": 7 },
    shared: { both: true },
    again: { both: true },
  });
  const around = createStore(
    persist(() => ({ tasks: [], people: new Map() }), {
      name: "around",
      storage: {
        getItem: (name) => superjson.parse(localStorage.getItem(name) ?? "null"),
        setItem: (name, stored) => localStorage.setItem(name, superjson.stringify(stored)),
        removeItem: (name) => localStorage.removeItem(name),
      },
    }),
  );
  around.setState({ tasks: [...tasks(), rich()], people: new Map(Object.entries(people())) });
  const within = createStore(
    persist(() => ({ tasks: [] }), {
      name: "within",
      storage: createJSONStorage(() => localStorage),
      partialize: (state) => superjson.serialize(state),
      merge: (stored) => superjson.deserialize(stored),
    }),
  );
  within.setState({ tasks: [...tasks(), rich()] });
  localStorage.setItem("whole", superjson.stringify(new Map([["a", new Set([1n])]])));
  localStorage.setItem("simple", superjson.stringify(tasks()));
  const outer = ["superjson", "zustand"];
  const inner = ["zustand", "superjson"];
  return {
    collections: [
      list("around", outer, "/tasks", [...tasks(), left()]),
      keyed("around", outer, "/people"),
      list("within", inner, "/tasks", [...tasks(), left()]),
      list("simple", ["superjson"], ""),
    ],
    values: [value("whole", ["superjson"], { a: [1] })],
    detected: { around: outer, within: inner, whole: ["superjson"], simple: ["superjson"] },
  };
}

export const all = [
  { library: "plain", write: plain },
  { library: "zustand", package: "zustand", write: zustand },
  { library: "redux-persist-6", package: "redux-persist", write: reduxPersist6 },
  { library: "redux-persist-5", package: "redux-persist-5", write: reduxPersist5 },
  { library: "redux-persist-4", package: "redux-persist-4", write: reduxPersist4 },
  { library: "localforage", package: "localforage", write: localForage },
  { library: "pinia-plugin-persistedstate", package: "pinia-plugin-persistedstate", write: pinia },
  { library: "vuex-persistedstate", package: "vuex-persistedstate", write: vuex },
  { library: "redux-localstorage", package: "redux-localstorage", write: reduxLocalstorage },
  { library: "ngrx-store-localstorage", package: "ngrx-store-localstorage", write: ngrx },
  { library: "jotai", package: "jotai", write: jotai },
  { library: "mobx-persist-store", package: "mobx-persist-store", write: mobxPersistStore },
  { library: "vueuse", package: "@vueuse/core", write: vueuse },
  { library: "tanstack-query", package: "@tanstack/query-sync-storage-persister", write: tanstackQuery },
  { library: "superjson", package: "superjson", write: superjson },
];
