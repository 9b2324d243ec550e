package dev.crossfade.ingest.snapshots;

import dev.crossfade.core.event.Attributes;
import dev.crossfade.core.event.Limits;
import io.helidon.common.uri.UriQuery;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the query of an import says, sound in form. An {@code asOf} is only a text here.
 *
 * @param known how far the snapshot knows its source
 * @param place of the request in an import of several
 * @param open whether the import is only opened
 */
record LinesQuery(
    String source,
    Known known,
    @Nullable Instant takenAt,
    @Nullable Integer schemaVersion,
    Place place,
    boolean open,
    boolean dryRun) {

  /**
   * At most one of the two.
   *
   * @param sequence null where the source does not count
   */
  record Known(@Nullable Long sequence, @Nullable String asOf) {}

  /**
   * Which request it is.
   *
   * @param snapshot null where the request is all of it
   * @param more whether further requests follow
   */
  record Place(@Nullable String snapshot, int part, boolean more) {}

  private static final Set<String> NAMES =
      Set.of(
          "source",
          "sequence",
          "asOf",
          "takenAt",
          "schemaVersion",
          "snapshot",
          "part",
          "more",
          "open",
          "dryRun");
  private static final Set<String> OPENING = Set.of("source", "open");

  /**
   * Reads it.
   *
   * @throws dev.crossfade.kit.problem.ProblemException 400 {@code malformed-snapshot}
   */
  static LinesQuery read(UriQuery query) {
    Fields fields = new Fields();
    Parameters parameters = new Parameters(query, fields);
    parameters.refuseOthers(NAMES);
    String sequence = parameters.get("sequence");
    Long number = sequence == null ? null : Attributes.parseThrough(sequence);
    if (sequence != null && number == null) {
      fields.fault("sequence", "is not a whole number from 0 to " + Long.MAX_VALUE);
    }
    String version = parameters.get("schemaVersion");
    Integer schemaVersion = version == null ? null : Attributes.parseSchemaVersion(version);
    if (version != null && schemaVersion == null) {
      fields.fault("schemaVersion", "is not a whole number");
    }
    String part = parameters.get("part");
    Integer partNumber = part == null ? Integer.valueOf(0) : Attributes.parseSchemaVersion(part);
    if (partNumber == null) {
      fields.fault("part", "is not a whole number from 0");
    }
    LinesQuery read =
        new LinesQuery(
            fields.source(parameters.get("source")),
            new Known(number, parameters.get("asOf")),
            fields.takenAt(parameters.get("takenAt")),
            schemaVersion,
            new Place(
                parameters.get("snapshot"),
                partNumber == null ? 0 : partNumber,
                parameters.flag("more")),
            parameters.flag("open"),
            parameters.flag("dryRun"));
    read.check(parameters, fields);
    fields.require();
    return read;
  }

  private void check(Parameters parameters, Fields fields) {
    String snapshot = place.snapshot();
    String fault = snapshot == null ? null : Limits.checkSnapshot(snapshot);
    if (fault != null) {
      fields.fault("snapshot", fault);
    }
    fields.oneOfSequenceAndAsOf(known.sequence() != null, known.asOf() != null);
    if (open) {
      parameters.refuseOthers(OPENING);
    }
    if (place.more() && snapshot == null) {
      fields.fault("more", "needs the snapshot that its opening named");
    }
    if (parameters.get("part") != null && snapshot == null) {
      fields.fault("part", "needs the snapshot that its opening named");
    }
  }
}
