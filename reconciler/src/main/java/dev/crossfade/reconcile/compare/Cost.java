package dev.crossfade.reconcile.compare;

/**
 * What a comparison has read.
 *
 * @param buckets whose sums were held against each other
 * @param bucketsRead of these, whose records' digests were read
 * @param digestsRead on both sides together
 * @param documentsRead out of the log, the fold or PostgreSQL
 * @param rowsHashed inside PostgreSQL
 * @param rowsFetched out of PostgreSQL
 */
public record Cost(
    long buckets,
    long bucketsRead,
    long digestsRead,
    long documentsRead,
    long rowsHashed,
    long rowsFetched) {
  /** Nothing was read. */
  public static final Cost NONE = new Cost(0, 0, 0, 0, 0, 0);

  /** Both together. */
  public Cost plus(Cost more) {
    return new Cost(
        buckets + more.buckets,
        bucketsRead + more.bucketsRead,
        digestsRead + more.digestsRead,
        documentsRead + more.documentsRead,
        rowsHashed + more.rowsHashed,
        rowsFetched + more.rowsFetched);
  }
}
