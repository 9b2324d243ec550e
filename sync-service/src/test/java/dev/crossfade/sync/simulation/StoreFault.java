package dev.crossfade.sync.simulation;

/** The database did not do what it was asked, or did not answer. Bears no stack: there are many. */
final class StoreFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  StoreFault(String what) {
    super(what, null, false, false);
  }
}
