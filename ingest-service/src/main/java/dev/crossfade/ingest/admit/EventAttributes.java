package dev.crossfade.ingest.admit;

import dev.crossfade.core.event.Attributes;
import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.event.ChangeEvent.Basis;
import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.event.Limits;
import dev.crossfade.core.event.http.Incoming;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.JsonRules;
import dev.crossfade.core.log.Position;
import dev.crossfade.ingest.admit.RecordRules.Change;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads an event's attributes and says what is wrong with their form. What a reader answers counts
 * only while there are no findings.
 */
final class EventAttributes {
  private static final int MAX_CHANGED = 8 * 1024;
  private static final int MAX_VERSION_DIGITS = 9;

  private static final byte[] EMPTY_OBJECT = {'{', '}'};

  private final Incoming incoming;
  private final Findings findings;

  EventAttributes(Incoming incoming, Findings findings) {
    this.incoming = incoming;
    this.findings = findings;
    incoming.faults().forEach(fault -> findings.add(fault.pointer(), fault.detail()));
  }

  /** The event's id where it is sound: what an answer may repeat. */
  static @Nullable String soundId(Incoming incoming) {
    String id = incoming.attribute("id");
    return id != null && Limits.checkId(id) == null ? id : null;
  }

  void checkVersion() {
    String version = required("specversion");
    if (!version.isEmpty() && !version.equals(Attributes.SPEC_VERSION)) {
      findings.add("/specversion", "is not " + Attributes.SPEC_VERSION);
    }
  }

  String id() {
    String id = required("id");
    String fault = id.isEmpty() ? null : Limits.checkId(id);
    if (fault != null) {
      findings.add("/id", fault);
    }
    return id;
  }

  String sourceId() {
    String source = required("source");
    String id = Attributes.sourceId(source);
    if (id == null && !source.isEmpty()) {
      findings.add(
          "/source",
          "is not /sources/{id}, the id being 1 to "
              + Limits.MAX_ID
              + " of the characters A-Z a-z 0-9 . _ ~ : @ -");
    }
    if (id != null && Limits.isOwnSource(id)) {
      findings.add(
          "/source",
          "begins with " + ChangeEvent.OWN_SOURCES + ": such sources are Crossfade's own");
    }
    return id == null ? "" : id;
  }

  String type() {
    return required("type");
  }

  /** The number, or {@link Envelope#NO_SEQUENCE} where there is none. */
  long sequence() {
    String text = incoming.attribute("sequence");
    Long number = text == null ? null : Attributes.parseSequence(text);
    if (text != null && number == null) {
      findings.add("/sequence", "is not a number from 1 to " + Long.MAX_VALUE);
    }
    return number == null ? Envelope.NO_SEQUENCE : number;
  }

  @Nullable Instant time() {
    String text = incoming.attribute("time");
    Instant time = text == null ? null : Attributes.parseTime(text);
    if (text != null && time == null) {
      findings.add("/time", "is not an RFC 3339 time between the years 1900 and 2200");
    }
    return time;
  }

  void requireSequence() {
    if (incoming.attribute("sequence") == null) {
      findings.add("/sequence", "is missing: it is the number that is given up");
    }
  }

  /** What the event says of its record; null where subject or data is not sound. */
  @Nullable Change change(Kind kind) {
    String subject = required("subject");
    int slash = subject.indexOf('/');
    String id = subject.substring(slash + 1);
    if (slash < 1) {
      if (!subject.isEmpty()) {
        findings.add("/subject", "is not {domain}/{id of the record}");
      }
    } else if (Limits.checkId(id) != null) {
      findings.add("/subject", "the id of the record " + Limits.checkId(id));
    }
    Basis basis = basis();
    Integer version = schemaVersion();
    Document data = data(kind);
    return data == null || slash < 1
        ? null
        : new Change(kind, subject.substring(0, slash), id, basis, version, data);
  }

  private @Nullable Document data(Kind kind) {
    Document data = incoming.data();
    if (data == null && kind == Kind.DELETED) {
      return Document.parsed(EMPTY_OBJECT.clone(), JsonNodeFactory.instance.objectNode());
    }
    if (data == null && incoming.faults().isEmpty()) {
      findings.add("/data", "is missing: the record as it now is");
    }
    return data;
  }

  private Basis basis() {
    String base = incoming.attribute("base");
    Position seen = base == null ? null : Position.parse(base);
    if (base != null && seen == null) {
      findings.add("/base", "is no position as an answer of this service holds it");
    }
    String changed = incoming.attribute("changed");
    return new Basis(seen, changed == null ? null : names(changed));
  }

  private @Nullable List<String> names(String changed) {
    String fault =
        changed.length() > MAX_CHANGED
            ? "is longer than " + MAX_CHANGED + " characters"
            : JsonRules.checkText(changed);
    List<String> names = fault == null ? Attributes.parseChanged(changed) : null;
    if (names == null) {
      findings.add("/changed", fault == null ? "has an empty name between commas" : fault);
    }
    return names;
  }

  private @Nullable Integer schemaVersion() {
    String text = incoming.attribute("schemaversion");
    if (text == null) {
      return null;
    }
    boolean digits =
        !text.isEmpty()
            && text.length() <= MAX_VERSION_DIGITS
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digits) {
      findings.add("/schemaversion", "is not a whole number");
      return null;
    }
    return Integer.valueOf(text);
  }

  private String required(String name) {
    String value = incoming.attribute(name);
    if (value == null || value.isEmpty()) {
      findings.add("/" + name, value == null ? "is missing" : "is empty");
      return "";
    }
    return value;
  }
}
