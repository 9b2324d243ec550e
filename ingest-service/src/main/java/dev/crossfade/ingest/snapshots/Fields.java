package dev.crossfade.ingest.snapshots;

import dev.crossfade.core.event.Attributes;
import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.event.Limits;
import dev.crossfade.ingest.admit.Refusal;
import dev.crossfade.kit.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields that say what a snapshot is, and gathers what is wrong with them. What a reader
 * answers counts only when {@link #require} has passed. Not thread-safe.
 */
final class Fields {
  private final List<Problem.Error> errors = new ArrayList<>(0);

  /** Something is wrong with a field. */
  void fault(String field, String detail) {
    errors.add(new Problem.Error(detail, field.isEmpty() ? "#" : "#/" + field));
  }

  /**
   * Goes on only where nothing is wrong.
   *
   * @throws dev.crossfade.kit.problem.ProblemException 400 {@code malformed-snapshot}
   */
  void require() {
    if (!errors.isEmpty()) {
      throw Refusal.MALFORMED_SNAPSHOT.problem(null).withErrors(errors).exception();
    }
  }

  String source(@Nullable String text) {
    String fault = text == null ? "is missing: whose store it is" : Limits.checkSource(text);
    if (fault == null && text != null && Limits.isOwnSource(text)) {
      fault = "begins with " + ChangeEvent.OWN_SOURCES + ": such sources are Crossfade's own";
    }
    if (fault != null) {
      fault("source", fault);
    }
    return text == null ? "" : text;
  }

  @Nullable Instant takenAt(@Nullable String text) {
    Instant time = text == null ? null : Attributes.parseTime(text);
    if (text != null && time == null) {
      fault("takenAt", "is not an RFC 3339 time between the years 1900 and 2200");
    }
    return time;
  }

  /** A source either counts or it does not. */
  void oneOfSequenceAndAsOf(boolean sequence, boolean asOf) {
    if (sequence && asOf) {
      fault("asOf", "stands beside sequence: a source that counts needs no position");
    }
  }
}
