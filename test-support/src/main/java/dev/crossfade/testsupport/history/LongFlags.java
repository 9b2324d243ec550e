package dev.crossfade.testsupport.history;

/** Flags by a number that is not 0, in two arrays: a million of them in some 18 MB. */
final class LongFlags {
  private long[] keys = new long[64];
  private byte[] flags = new byte[64];
  private int size;

  /** 0 where nothing was ever set. */
  int get(long key) {
    return flags[slot(key)];
  }

  void set(long key, int flag) {
    int slot = slot(key);
    if (keys[slot] == 0) {
      keys[slot] = key;
      size++;
    }
    flags[slot] |= (byte) flag;
    if (size * 2 > keys.length) {
      grow();
    }
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    int slot = (int) (key ^ (key >>> 32)) & mask;
    while (keys[slot] != 0 && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    byte[] oldFlags = flags;
    keys = new long[oldKeys.length * 2];
    flags = new byte[oldKeys.length * 2];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        flags[slot] = oldFlags[i];
      }
    }
  }
}
