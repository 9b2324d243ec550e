package dev.crossfade.testsupport.history;

import org.jspecify.annotations.Nullable;

/** 64 bits of what is told to it, in order. */
final class Hash {
  private static final long PRIME = 0x9E3779B97F4A7C15L;

  private long state = 0x243F6A8885A308D3L;

  static long of(String text) {
    return new Hash().add(text).value();
  }

  Hash add(@Nullable String text) {
    if (text == null) {
      return add(-1);
    }
    long h = state;
    for (int i = 0; i < text.length(); i++) {
      h = (h ^ text.charAt(i)) * 0x100000001B3L;
    }
    state = h;
    return add(text.length());
  }

  Hash add(byte @Nullable [] bytes) {
    if (bytes == null) {
      return add(-1);
    }
    long h = state;
    for (byte b : bytes) {
      h = (h ^ (b & 0xff)) * 0x100000001B3L;
    }
    state = h;
    return add(bytes.length);
  }

  Hash add(long number) {
    state = mix(state ^ number * PRIME);
    return this;
  }

  long value() {
    long value = mix(state);
    // 0 stands for nothing, where hashes are kept.
    return value == 0 ? 1 : value;
  }

  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }
}
