package dev.crossfade.reconcile.fold;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.Options;

/**
 * Settings of each store: all share the memory that the fold's settings bring along. Made by Kafka
 * Streams, by its name.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {
  private static final long WRITE_BUFFER = 4L * 1024 * 1024;
  private static final int BLOCK = 16 * 1024;
  private static final int BITS = 10;

  /** For Kafka Streams. */
  public BoundedRocksDb() {}

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    if (!(configs.get(FoldMemory.SETTING) instanceof FoldMemory memory)) {
      throw new IllegalStateException("the stores of a fold share its memory");
    }
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(memory.cache());
    table.setCacheIndexAndFilterBlocks(true);
    table.setPinL0FilterAndIndexBlocksInCache(false);
    table.setBlockSize(BLOCK);
    // The filters are RocksDB's own as soon as the table has them.
    table.setFilterPolicy(new BloomFilter(BITS));
    options.setTableFormatConfig(table);
    options.setWriteBufferManager(memory.buffers());
    options.setWriteBufferSize(WRITE_BUFFER);
    options.setMaxWriteBufferNumber(2);
    options.setMaxOpenFiles(64);
    options.setInfoLogLevel(InfoLogLevel.ERROR_LEVEL);
    options.setKeepLogFileNum(1);
    options.setStatsDumpPeriodSec(0);
  }

  @Override
  public void close(String storeName, Options options) {
    // The memory is the fold's, and closed behind its stores.
  }
}
