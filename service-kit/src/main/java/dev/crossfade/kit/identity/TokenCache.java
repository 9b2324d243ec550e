package dev.crossfade.kit.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers verified tokens by their SHA-256, so that a signature is checked once a token and not
 * once a request. Holds at most twice {@code generation} entries: when the young generation is full
 * it becomes the old one and the old one is forgotten. Safe for many threads.
 */
final class TokenCache {
  /** A verified token. */
  record Entry(Identity identity, long expiresAtEpochSecond) {}

  private record Key(long a, long b, long c, long d) {}

  private final int generation;
  private volatile ConcurrentHashMap<Key, Entry> young = new ConcurrentHashMap<>();
  private volatile ConcurrentHashMap<Key, Entry> old = new ConcurrentHashMap<>();

  TokenCache(int generation) {
    this.generation = generation;
  }

  @Nullable Entry find(String token) {
    Key key = key(token);
    Entry entry = young.get(key);
    if (entry == null) {
      entry = old.get(key);
      if (entry != null) {
        add(key, entry);
      }
    }
    return entry;
  }

  void add(String token, Entry entry) {
    add(key(token), entry);
  }

  int size() {
    return young.size() + old.size();
  }

  private void add(Key key, Entry entry) {
    young.put(key, entry);
    if (young.mappingCount() >= generation) {
      turn();
    }
  }

  private synchronized void turn() {
    if (young.mappingCount() >= generation) {
      old = young;
      young = new ConcurrentHashMap<>();
    }
  }

  private static Key key(String token) {
    try {
      ByteBuffer hash =
          ByteBuffer.wrap(
              MessageDigest.getInstance("SHA-256")
                  .digest(token.getBytes(StandardCharsets.ISO_8859_1)));
      return new Key(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
