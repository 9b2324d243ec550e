package dev.crossfade.core.legacy;

import java.util.List;

/**
 * How an entry may be decoded.
 *
 * @param chain names of decoders, from the outside in
 * @param reason a sentence on what speaks for it
 */
public record Guess(List<String> chain, String reason) {
  public Guess {
    chain = List.copyOf(chain);
  }
}
