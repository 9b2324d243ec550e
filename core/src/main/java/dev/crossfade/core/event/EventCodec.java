package dev.crossfade.core.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crossfade.core.log.LogRecord.Header;
import dev.crossfade.core.log.LogRecord.Message;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a change event in the Kafka protocol binding of CloudEvents, binary mode: attributes as
 * {@code ce_} headers, the data as the value, {@code [tenant, domain, id]} as the key. {@link
 * EventReader} is its inverse. The form is for ever; golden files hold it.
 */
public final class EventCodec {
  static final String PREFIX = "ce_";
  static final String SPECVERSION = PREFIX + "specversion";
  static final String ID = PREFIX + "id";
  static final String SOURCE = PREFIX + "source";
  static final String TYPE = PREFIX + "type";
  static final String SUBJECT = PREFIX + "subject";
  static final String TIME = PREFIX + "time";
  static final String TENANT = PREFIX + "tenant";
  static final String SEQUENCE = PREFIX + "sequence";
  static final String BASE = PREFIX + "base";
  static final String CHANGED = PREFIX + "changed";
  static final String BLUEPRINT = PREFIX + "blueprint";
  static final String SCHEMA_VERSION = PREFIX + "schemaversion";
  static final String SNAPSHOT = PREFIX + "snapshot";
  static final String THROUGH = PREFIX + "through";
  static final String AS_OF = PREFIX + "asof";
  static final String CONFLICT = PREFIX + "conflict";
  static final String TAKE = PREFIX + "take";
  static final String DELETED = PREFIX + "deleted";
  static final String ACTOR = PREFIX + "actor";
  static final String REASON = PREFIX + "reason";
  static final String TRACE_PARENT = PREFIX + "traceparent";
  static final String CONTENT_TYPE = "content-type";
  static final String JSON = "application/json";

  private static final byte[] SPECVERSION_VALUE = Attributes.SPEC_VERSION.getBytes(UTF_8);
  private static final byte[] JSON_VALUE = JSON.getBytes(UTF_8);
  private static final byte[] EMPTY_OBJECT = "{}".getBytes(UTF_8);

  private EventCodec() {}

  /** The message to append. */
  public static Message encode(ChangeEvent event) {
    List<Header> headers = new ArrayList<>(14);
    Envelope envelope = event.envelope();
    headers.add(new Header(SPECVERSION, SPECVERSION_VALUE));
    add(headers, ID, envelope.id());
    add(headers, SOURCE, Attributes.source(envelope.source().source()));
    add(headers, TYPE, event.type());
    add(headers, TENANT, envelope.source().tenant());
    if (envelope.hasSequence()) {
      add(headers, SEQUENCE, Attributes.sequence(envelope.sequence()));
    }
    if (envelope.time() != null) {
      add(headers, TIME, envelope.time().toString());
    }
    byte[] value =
        switch (event) {
          case ChangeEvent.RecordChange change -> addChange(headers, change);
          // A record without a value would be a tombstone, should anyone ever compact the topic.
          case ChangeEvent.SourceSkipped skipped -> EMPTY_OBJECT;
          case ChangeEvent.RecordRead read -> addRead(headers, read);
          case ChangeEvent.RecordResolved resolved -> addResolved(headers, resolved);
          case ChangeEvent.SnapshotStarted started -> {
            addSnapshot(headers, started.snapshot());
            yield EMPTY_OBJECT;
          }
          case ChangeEvent.SnapshotEnded ended -> {
            add(headers, SNAPSHOT, ended.snapshot());
            yield ended.audit().bytes();
          }
        };
    add(headers, TRACE_PARENT, envelope.trace());
    headers.add(new Header(CONTENT_TYPE, JSON_VALUE));
    return new Message(event.messageKey(), headers, value);
  }

  private static byte[] addChange(List<Header> headers, ChangeEvent.RecordChange change) {
    addSubject(headers, change.record());
    ChangeEvent.Basis basis = change.basis();
    if (basis.base() != null) {
      add(headers, BASE, basis.base().toString());
    }
    if (basis.changed() != null) {
      add(headers, CHANGED, String.join(",", basis.changed()));
    }
    addSchema(headers, change.schema());
    return change.data().bytes();
  }

  private static byte[] addRead(List<Header> headers, ChangeEvent.RecordRead read) {
    addSubject(headers, read.record());
    addSchema(headers, read.schema());
    addSnapshot(headers, read.snapshot());
    return read.data().bytes();
  }

  private static byte[] addResolved(List<Header> headers, ChangeEvent.RecordResolved resolved) {
    addSubject(headers, resolved.record());
    add(headers, BASE, resolved.base().toString());
    if (resolved.conflict() != null) {
      add(headers, CONFLICT, resolved.conflict().toString());
    }
    add(headers, TAKE, resolved.take().word());
    if (resolved.deleted()) {
      add(headers, DELETED, "true");
    }
    add(headers, ACTOR, resolved.actor());
    add(headers, REASON, resolved.reason());
    addSchema(headers, resolved.schema());
    return resolved.data().bytes();
  }

  private static void addSubject(List<Header> headers, RecordKey record) {
    add(headers, SUBJECT, Attributes.subject(record.domain(), record.id()));
  }

  private static void addSchema(List<Header> headers, ChangeEvent.SchemaReference schema) {
    add(headers, BLUEPRINT, schema.blueprint().hex());
    add(headers, SCHEMA_VERSION, Integer.toString(schema.version()));
  }

  private static void addSnapshot(List<Header> headers, Snapshot snapshot) {
    add(headers, SNAPSHOT, snapshot.id());
    switch (snapshot.watermark()) {
      case Watermark.Through through ->
          add(headers, THROUGH, Attributes.sequence(through.sequence()));
      case Watermark.AsOf asOf -> add(headers, AS_OF, asOf.position().toString());
      case Watermark.Unknown unknown -> {}
    }
  }

  private static void add(List<Header> headers, String name, @Nullable String value) {
    if (value != null) {
      headers.add(new Header(name, value.getBytes(UTF_8)));
    }
  }
}
