package dev.crossfade.core.blueprint;

import java.util.Set;

/** The names that an envelope of the legacy store can have. */
final class Envelopes {
  private Envelopes() {}

  static Set<String> names() {
    return Set.of(
        "mobx-persist-store",
        "tanstack-query",
        "redux-persist",
        "superjson",
        "zustand",
        "localforage",
        "redux-persist-4",
        "vuex",
        "redux-localstorage",
        "pinia",
        "jotai",
        "vueuse-map",
        "vueuse",
        "ngrx",
        "json");
  }
}
