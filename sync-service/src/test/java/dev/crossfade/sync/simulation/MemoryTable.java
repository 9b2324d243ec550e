package dev.crossfade.sync.simulation;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table whose changes can be undone. What is in it is never changed in place. */
final class MemoryTable<K, V> {
  private final Map<K, V> rows = new LinkedHashMap<>();
  private final Deque<Runnable> undo = new ArrayDeque<>();

  @Nullable V get(K key) {
    return rows.get(key);
  }

  boolean has(K key) {
    return rows.containsKey(key);
  }

  Map<K, V> all() {
    return rows;
  }

  Collection<V> values() {
    return rows.values();
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  void put(K key, V value) {
    V before = rows.put(key, value);
    undo.push(() -> reset(key, before));
  }

  /** As an insert does where a key must not be there yet. */
  void insert(K key, V value) {
    if (has(key)) {
      throw new StoreFault("duplicate key");
    }
    put(key, value);
  }

  void remove(K key) {
    V before = rows.remove(key);
    if (before != null) {
      undo.push(() -> reset(key, before));
    }
  }

  private void reset(K key, @Nullable V before) {
    if (before == null) {
      rows.remove(key);
    } else {
      rows.put(key, before);
    }
  }

  boolean changed() {
    return !undo.isEmpty();
  }

  void commit() {
    undo.clear();
  }

  void rollback() {
    while (!undo.isEmpty()) {
      undo.pop().run();
    }
  }

  Map<K, V> copy() {
    return new LinkedHashMap<>(rows);
  }

  void restore(Map<K, V> backup) {
    rows.clear();
    rows.putAll(backup);
  }
}
