package dev.crossfade.testsupport.history;

import java.util.function.Consumer;

/** One thing that must not be, done to a history. */
record Corruption(int invariant, String name, Consumer<Draft> act) {
  @Override
  public String toString() {
    return "I" + invariant + " " + name;
  }
}
