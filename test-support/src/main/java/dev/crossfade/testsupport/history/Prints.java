package dev.crossfade.testsupport.history;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fingerprints: by them an entry of the log and its sending find each other. */
final class Prints {
  private final Documents documents;

  Prints(Documents documents) {
    this.documents = documents;
  }

  long of(Sent sent) {
    return switch (sent) {
      case Sent.Event event -> ofEvent(event);
      case Sent.Raw raw -> {
        Entry entry = new Entry(0, 0, 0, raw.key(), raw.headers(), raw.value());
        yield of(entry, new Headers(raw.headers()), documents.canonical(raw.value()));
      }
    };
  }

  private long ofEvent(Sent.Event event) {
    String data = event.data() == null ? null : documents.canonical(event.data());
    return of(
        event.tenant(),
        event.source(),
        event.sequence(),
        event.id(),
        event.type(),
        event.domain() == null ? null : event.domain() + "/" + event.recordId(),
        event.base(),
        event.changed(),
        data);
  }

  /**
   * What is no event of a form that is known has its bytes for a fingerprint.
   *
   * @param data the canonical value; null: it has none
   */
  static long of(Entry entry, Headers headers, @Nullable String data) {
    String tenant = headers.get("ce_tenant");
    String source = headers.source();
    String changed = headers.get("ce_changed");
    String id = headers.get("ce_id");
    if (!headers.envelope() || tenant == null || source == null || id == null || data == null) {
      Hash hash = new Hash().add(entry.key()).add(entry.value());
      entry.headers().forEach(header -> hash.add(header.name()).add(header.value()));
      return hash.value();
    }
    return of(
        tenant,
        source,
        headers.sequence(),
        id,
        headers.type(),
        headers.get("ce_subject"),
        headers.get("ce_base"),
        changed == null ? null : List.of(changed.split(",", -1)),
        data);
  }

  private static long of(
      String tenant,
      String source,
      long sequence,
      String id,
      String type,
      @Nullable String subject,
      @Nullable String base,
      @Nullable List<String> changed,
      @Nullable String data) {
    Hash hash = new Hash().add(tenant).add(type).add(subject);
    boolean snapshot = type.startsWith("dev.crossfade.snapshot.");
    boolean resolved = type.equals("dev.crossfade.record.resolved");
    boolean row = type.equals("dev.crossfade.record.read");
    if (!resolved) {
      hash.add(source);
    }
    if (!resolved && !snapshot && !row) {
      hash.add(sequence).add(id).add(base);
      addNames(hash, changed);
    }
    // The audit is worked out, and a marker or a skip has nothing to say.
    if (!snapshot && !type.startsWith("dev.crossfade.source.")) {
      hash.add(data == null ? "{}" : data);
    }
    return hash.value();
  }

  private static void addNames(Hash hash, @Nullable List<String> names) {
    if (names == null) {
      hash.add(-1);
      return;
    }
    String[] sorted = names.stream().filter(name -> !name.isEmpty()).toArray(String[]::new);
    Arrays.sort(sorted);
    for (String name : sorted) {
      hash.add(name);
    }
  }
}
