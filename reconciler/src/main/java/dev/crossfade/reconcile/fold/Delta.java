package dev.crossfade.reconcile.fold;

import dev.crossfade.core.compare.BucketSum;
import dev.crossfade.core.compare.Fingerprint;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.reconcile.fold.RecordValue.Head;

/**
 * What an event did to a record: its state before and after. An event that makes a state is the one
 * that the state names, so what a record was before one delta is told by the delta at the offset
 * that it names.
 */
record Delta(RecordKey record, Head before, Head after) {
  private static final int VERSION = 1;

  /** With the offset of its event. */
  record Placed(long offset, Delta delta) {}

  byte[] write() {
    return new Packed.Writer()
        .octet(VERSION)
        .text(record.tenant())
        .text(record.domain())
        .text(record.id())
        .offset(before.offset())
        .digest(before.digest())
        .offset(after.offset())
        .digest(after.digest())
        .done();
  }

  static Delta read(byte[] stored) {
    Packed.Reader in = new Packed.Reader(stored, VERSION);
    return new Delta(
        new RecordKey(in.someText(), in.someText(), in.someText()),
        new Head(in.offset(), in.digest()),
        new Head(in.offset(), in.digest()));
  }

  /** What it added to the sum of its bucket. */
  BucketSum change() {
    return sum(after).minus(sum(before));
  }

  private BucketSum sum(Head head) {
    return head.decided()
        ? BucketSum.of(Fingerprint.of(record, head.offset(), head.digest()), head.digest())
        : BucketSum.EMPTY;
  }
}
