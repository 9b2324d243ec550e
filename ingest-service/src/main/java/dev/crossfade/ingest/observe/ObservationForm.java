package dev.crossfade.ingest.observe;

import dev.crossfade.core.event.Attributes;
import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.event.Limits;
import dev.crossfade.core.json.Json;
import dev.crossfade.core.log.Position;
import dev.crossfade.core.observe.Observation;
import dev.crossfade.core.observe.Observation.Comparison;
import dev.crossfade.core.observe.Observation.Different;
import dev.crossfade.core.observe.Observation.Requests;
import dev.crossfade.ingest.admit.Refusal;
import dev.crossfade.kit.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads an observation as a device sends it, and gathers what is wrong with it. Lives for one body;
 * not thread-safe.
 */
final class ObservationForm {
  private static final Set<String> MEMBERS =
      Set.of(
          "source",
          "unsent",
          "seen",
          "compared",
          "comparedAt",
          "different",
          "requests",
          "failedRequests");

  private final Instant now;
  private final int partition;
  private final List<Problem.Error> errors = new ArrayList<>(0);

  /** What was read. */
  record Read(String source, Observation observation) {}

  /**
   * @param partition the tenant's, which alone the device can have seen
   */
  ObservationForm(Instant now, int partition) {
    this.now = now;
    this.partition = partition;
  }

  /**
   * Reads a body.
   *
   * @throws dev.crossfade.kit.problem.ProblemException 400 {@code malformed-json}, {@code
   *     malformed-observation}
   */
  Read read(byte[] body) {
    JsonNode json = parse(body);
    for (String name : json.propertyNames()) {
      if (!MEMBERS.contains(name)) {
        errors.add(Problem.Error.at("/" + name, "is not known"));
      }
    }
    String source = source(json.path("source"));
    long unsent = count(json, "unsent", true);
    Position seen = seen(json.path("seen"));
    Comparison comparison = comparison(json);
    Requests requests = requests(json);
    if (!errors.isEmpty()) {
      throw Refusal.MALFORMED_OBSERVATION.problem(null).withErrors(errors).exception();
    }
    return new Read(source, new Observation(now, unsent, seen, comparison, requests));
  }

  private static JsonNode parse(byte[] body) {
    JsonNode json;
    try {
      json = Json.parse(body);
    } catch (JacksonException e) {
      // Its message may quote the body.
      throw Refusal.MALFORMED_JSON.problem("The body is not JSON that can be read.").exception();
    }
    if (!json.isObject()) {
      throw Refusal.MALFORMED_OBSERVATION.problem("The body is no JSON object.").exception();
    }
    return json;
  }

  private void fault(String name, String detail) {
    errors.add(Problem.Error.at("/" + name, detail));
  }

  private String source(JsonNode json) {
    if (!json.isString()) {
      fault("source", "is missing, or no string: which device tells");
      return "";
    }
    String source = json.stringValue();
    String fault = Limits.checkSource(source);
    if (fault == null && Limits.isOwnSource(source)) {
      fault = "begins with " + ChangeEvent.OWN_SOURCES + ": such sources are Crossfade's own";
    }
    if (fault != null) {
      fault("source", fault);
    }
    return source;
  }

  private long count(JsonNode json, String name, boolean needed) {
    JsonNode count = json.path(name);
    boolean absent = count.isMissingNode() || count.isNull();
    if (absent && !needed) {
      return 0;
    }
    if (!count.isIntegralNumber() || !count.canConvertToLong() || count.longValue() < 0) {
      fault(name, "is no whole number from 0");
      return 0;
    }
    return count.longValue();
  }

  private @Nullable Position seen(JsonNode json) {
    if (json.isMissingNode() || json.isNull()) {
      return null;
    }
    Position seen = json.isString() ? Position.parse(json.stringValue()) : null;
    if (seen == null || seen.partition() != partition) {
      fault("seen", "is no position of this tenant");
    }
    return seen;
  }

  /** A device that does not count its requests leaves both out. */
  private @Nullable Requests requests(JsonNode json) {
    long asked = count(json, "requests", false);
    long failed = count(json, "failedRequests", false);
    if (failed > asked) {
      fault("failedRequests", "has more than were made");
      return null;
    }
    return json.hasNonNull("requests") ? new Requests(asked, failed) : null;
  }

  /** Nothing compared and nothing found: the device does not compare. */
  private @Nullable Comparison comparison(JsonNode json) {
    long compared = count(json, "compared", false);
    List<Different> different = different(json.path("different"));
    if (different.size() > compared) {
      fault("different", "has more records than were compared");
    }
    Instant at = comparedAt(json.path("comparedAt"));
    return compared == 0 ? null : new Comparison(at, compared, different);
  }

  /** A device's clock is a hint: nothing was compared after it was told. */
  private Instant comparedAt(JsonNode json) {
    if (json.isMissingNode() || json.isNull()) {
      return now;
    }
    Instant at = json.isString() ? Attributes.parseTime(json.stringValue()) : null;
    if (at == null) {
      fault("comparedAt", "is not an RFC 3339 time between the years 1900 and 2200");
      return now;
    }
    return at.isAfter(now) ? now : at;
  }

  private List<Different> different(JsonNode json) {
    List<Different> different = new ArrayList<>();
    if (json.isMissingNode() || json.isNull()) {
      return different;
    }
    if (!json.isArray() || json.size() > Observation.MAX_DIFFERENT) {
      fault("different", "is no array of at most " + Observation.MAX_DIFFERENT + " records");
      return different;
    }
    for (int i = 0; i < json.size(); i++) {
      JsonNode one = json.path(i);
      String domain = id(one.path("domain"), "different/" + i + "/domain");
      String recordId = id(one.path("recordId"), "different/" + i + "/recordId");
      // Nothing else of it is kept: least of all a value.
      different.add(new Different(domain, recordId));
    }
    return different;
  }

  private String id(JsonNode json, String name) {
    String id = json.isString() ? json.stringValue() : "";
    String fault = Limits.checkId(id);
    if (fault != null) {
      fault(name, fault);
    }
    return id;
  }
}
