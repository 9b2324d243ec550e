package dev.crossfade.reconcile.fold;

import dev.crossfade.core.compare.BucketSum;
import dev.crossfade.core.decide.SnapshotState;
import dev.crossfade.core.decide.SourceProgress;
import dev.crossfade.core.event.Snapshot;
import dev.crossfade.core.event.Watermark;
import dev.crossfade.core.log.Position;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The forms of the fold's smaller values. */
final class Values {
  private static final int VERSION = 1;
  private static final int UNKNOWN = 0;
  private static final int THROUGH = 1;
  private static final int AS_OF = 2;

  private Values() {}

  static byte[] sum(BucketSum sum) {
    return new Packed.Writer()
        .octet(VERSION)
        .number(sum.states())
        .number(sum.live())
        .fixed(sum.high())
        .fixed(sum.low())
        .done();
  }

  static BucketSum sum(byte @Nullable [] stored) {
    if (stored == null) {
      return BucketSum.EMPTY;
    }
    Packed.Reader in = new Packed.Reader(stored, VERSION);
    return new BucketSum(in.number(), in.number(), in.fixed(), in.fixed());
  }

  static byte[] tenant(TenantFacts facts) {
    return new Packed.Writer()
        .octet(VERSION)
        .number(facts.first())
        .number(facts.last())
        .number(facts.records())
        .number(facts.live())
        .number(facts.waiting())
        .number(facts.held())
        .done();
  }

  static TenantFacts tenant(String tenant, byte[] stored) {
    Packed.Reader in = new Packed.Reader(stored, VERSION);
    return new TenantFacts(
        tenant, in.number(), in.number(), in.number(), in.number(), in.number(), in.number());
  }

  static byte[] time(Instant time) {
    return new Packed.Writer().octet(VERSION).fixed(time.toEpochMilli()).done();
  }

  static @Nullable Instant time(byte @Nullable [] stored) {
    return stored == null ? null : Instant.ofEpochMilli(new Packed.Reader(stored, VERSION).fixed());
  }

  /**
   * An id that a source has used.
   *
   * @param taken how many numbers were taken before it
   */
  record Taken(long taken, SourceProgress.Used used) {
    byte[] write() {
      return new Packed.Writer()
          .octet(VERSION)
          .number(taken)
          .number(used.sequence())
          .text(used.id())
          .done();
    }

    static Taken read(byte[] stored) {
      Packed.Reader in = new Packed.Reader(stored, VERSION);
      return new Taken(in.number(), new SourceProgress.Used(in.number(), in.someText()));
    }
  }

  static byte[] snapshot(SnapshotState state) {
    Position ended = state.ended();
    Packed.Writer out =
        new Packed.Writer()
            .octet(VERSION)
            .text(state.snapshot().id())
            .number(state.started().offset())
            .text(state.status().name())
            .offset(ended == null ? -1 : ended.offset());
    return switch (state.snapshot().watermark()) {
      case Watermark.Unknown _ -> out.octet(UNKNOWN).done();
      case Watermark.Through(long sequence) -> out.octet(THROUGH).number(sequence).done();
      case Watermark.AsOf(Position position) -> out.octet(AS_OF).number(position.offset()).done();
    };
  }

  static @Nullable SnapshotState snapshot(byte @Nullable [] stored, int partition) {
    if (stored == null) {
      return null;
    }
    Packed.Reader in = new Packed.Reader(stored, VERSION);
    String id = in.someText();
    long started = in.number();
    SnapshotState.Status status = SnapshotState.Status.valueOf(in.someText());
    long ended = in.offset();
    int kind = in.octet();
    Watermark watermark =
        kind == UNKNOWN
            ? Watermark.UNKNOWN
            : kind == THROUGH
                ? new Watermark.Through(in.number())
                : new Watermark.AsOf(new Position(partition, in.number()));
    return new SnapshotState(
        new Snapshot(id, watermark),
        new Position(partition, started),
        status,
        ended < 0 ? null : new Position(partition, ended));
  }
}
