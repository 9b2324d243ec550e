package dev.crossfade.reconcile.fold;

import dev.crossfade.core.compare.BucketSum;
import dev.crossfade.core.event.RecordKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A partition's fold at one position. While it is open the log may go on: the answers about records
 * stay those of the position. Tenants and sources are told as they are at the fold's end, which is
 * at or above it. Thread-safe; every method but {@link #close} throws {@link FoldLostException}
 * once the partition is folded elsewhere, or the view was closed.
 *
 * <p>Order is that of the UTF-8 bytes, as PostgreSQL's collation {@code "C"} has it.
 */
public interface FoldView extends AutoCloseable {
  /** Which partition it is. */
  int partition();

  /** The position: the offset of the first event that does not count. */
  long nextOffset();

  /** The topic that was folded, by its id. */
  String topicId();

  /** The sum of each bucket that has states, by domain and bucket. */
  Map<String, SortedMap<Integer, BucketSum>> sums();

  /** The decided records of a bucket in order, tombstones among them. */
  List<FoldedDigest> bucket(String domain, int bucket);

  /** What a record was at the position; null where no event had decided it yet. */
  @Nullable FoldedDigest digest(RecordKey record);

  /** A record with all that is known of it; null where no event up to here has named it. */
  @Nullable FoldedRecord record(RecordKey record);

  /**
   * Decided records of a tenant's domain in order, tombstones among them, as they were at the
   * position.
   *
   * @param after the id behind which to begin; null for the first
   * @param limit the most to answer; fewer than that, and there are no more
   */
  List<FoldedDigest> records(String tenant, String domain, @Nullable String after, int limit);

  /** The domains that the tenant has records of, in order. */
  List<String> domains(String tenant);

  /** What is known of a tenant at the fold's end; null where no event has named it. */
  @Nullable TenantFacts tenant(String tenant);

  /**
   * Tenants of the partition in order, at the fold's end.
   *
   * @param after the one behind which to begin; null for the first
   * @param limit the most to answer; fewer than that, and there are no more
   */
  List<TenantFacts> tenants(@Nullable String after, int limit);

  /**
   * The tenants of which an event at or above an offset was folded, up to the fold's end; null
   * where that is not known: too many since, or it was folded elsewhere.
   */
  @Nullable Set<String> movedSince(long offset);

  /** The sources of a tenant ever seen, operators too, in order, at the fold's end. */
  List<SourceFacts> sources(String tenant);

  /** Lets go of what was kept for this view. May be called again. */
  @Override
  void close();
}
