package dev.crossfade.standalone.demo.history;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An event as a writer sends it.
 *
 * @param source the writer's id
 * @param sequence from 1, counted by the source
 * @param id of the event, unique within its source
 * @param record what it is about; null when it gives up a number
 * @param time RFC 3339, by the writer's clock
 * @param base the position of the version that the writer had seen; null: none
 * @param data JSON text; null for a delete and a skip
 */
public record WrittenEvent(
    String tenant,
    String source,
    long sequence,
    String id,
    Kind kind,
    @Nullable RecordName record,
    String time,
    @Nullable String base,
    @Nullable String data) {

  /** The same without its data, where only its name is needed. */
  WrittenEvent withoutData() {
    return new WrittenEvent(tenant, source, sequence, id, kind, record, time, base, null);
  }

  /**
   * A record.
   *
   * @param id as the application spells it
   * @param source whose record it is, where each source counts for itself; else null
   */
  public record RecordName(String domain, String id, @Nullable String source) {
    /** A record of the tenant's. */
    public RecordName(String domain, String id) {
      this(domain, id, null);
    }
  }

  /** What an event says. */
  public enum Kind {
    CREATED("dev.crossfade.record.created"),
    UPDATED("dev.crossfade.record.updated"),
    DELETED("dev.crossfade.record.deleted"),
    SKIPPED("dev.crossfade.source.skipped");

    private final String type;

    Kind(String type) {
      this.type = type;
    }

    /** The CloudEvents {@code type}. */
    public String type() {
      return type;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind ofWord(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
