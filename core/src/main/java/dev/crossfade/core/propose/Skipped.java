package dev.crossfade.core.propose;

/**
 * Something in a dump that no domain was proposed for.
 *
 * @param key where it lies: the store's key, and the members on the way, with dots between
 * @param why a sentence
 */
public record Skipped(String key, String why) {
  @Override
  public String toString() {
    return key + ": " + why;
  }
}
