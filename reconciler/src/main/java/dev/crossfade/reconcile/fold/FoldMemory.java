package dev.crossfade.reconcile.fold;

import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * The memory that all stores of a fold share: blocks read, and what is not written to disk yet. To
 * be closed after the stores.
 */
final class FoldMemory implements AutoCloseable {
  /** Under which the stores find it among the settings. */
  static final String SETTING = "crossfade.fold.memory";

  private final Cache cache;
  private final WriteBufferManager buffers;

  /**
   * @param bytes the most, roughly: half of them for what is not written yet
   */
  FoldMemory(long bytes) {
    RocksDB.loadLibrary();
    this.cache = new LRUCache(bytes);
    this.buffers = new WriteBufferManager(bytes / 2, cache);
  }

  Cache cache() {
    return cache;
  }

  WriteBufferManager buffers() {
    return buffers;
  }

  @Override
  public void close() {
    buffers.close();
    cache.close();
  }
}
