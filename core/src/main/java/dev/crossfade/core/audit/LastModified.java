package dev.crossfade.core.audit;

import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.TimeField;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** When a record was last changed, as far as a field with a telling name says so. */
final class LastModified {
  private static final Set<String> CHANGED =
      Set.of(
          "updated",
          "updatedat",
          "updatedon",
          "lastupdate",
          "lastupdated",
          "lastupdatedat",
          "modified",
          "modifiedat",
          "modifiedon",
          "lastmodified",
          "lastmodifiedat",
          "changed",
          "changedat",
          "lastchanged",
          "edited",
          "editedat",
          "lastedited",
          "saved",
          "savedat",
          "lastsaved");
  private static final Set<String> MADE =
      Set.of(
          "created",
          "createdat",
          "createdon",
          "creationdate",
          "creationtime",
          "datecreated",
          "added",
          "addedat",
          "inserted",
          "insertedat",
          "timestamp");

  private final List<TimeField> changed = new ArrayList<>();
  private final List<TimeField> made = new ArrayList<>();

  LastModified(Domain domain) {
    for (TimeField field : domain.timeFields()) {
      String name = field.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
      if (CHANGED.contains(name)) {
        changed.add(field);
      } else if (MADE.contains(name)) {
        made.add(field);
      }
    }
  }

  /** The time; where nothing says that it was changed, when it was made; null where neither. */
  @Nullable Instant of(ObjectNode document) {
    Instant latest = latest(changed, document);
    return latest == null ? latest(made, document) : latest;
  }

  private static @Nullable Instant latest(List<TimeField> fields, ObjectNode document) {
    Instant latest = null;
    for (TimeField field : fields) {
      Instant time = field.in(document);
      latest = time != null && (latest == null || time.isAfter(latest)) ? time : latest;
    }
    return latest;
  }
}
