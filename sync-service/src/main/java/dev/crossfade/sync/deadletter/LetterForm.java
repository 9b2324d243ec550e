package dev.crossfade.sync.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crossfade.core.event.Attributes;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.LogRecord.Header;
import dev.crossfade.core.log.LogRecord.Message;
import dev.crossfade.sync.store.DeadLetters.Letter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter in the Kafka protocol binding of CloudEvents, binary mode. What it tells of lies in
 * it as it lay in the log, whatever that is: nothing of it is read here.
 */
final class LetterForm {
  private static final String TYPE = "dev.crossfade.deadletter.";
  private static final String ORIGINAL = "orig_";
  private static final String CONTENT_TYPE = "content-type";
  private static final String ANY_BYTES = "application/octet-stream";
  private static final byte[] EMPTY = {};

  private LetterForm() {}

  /**
   * The message.
   *
   * @param original null where the log does not hold it any more
   */
  static Message message(String migration, Letter letter, @Nullable LogRecord original) {
    List<Header> headers = headers(migration, letter);
    if (original == null) {
      add(headers, CONTENT_TYPE, ANY_BYTES);
      return new Message(null, headers, EMPTY);
    }
    Message lay = original.message();
    headers.add(new Header(CONTENT_TYPE, contentType(lay)));
    for (Header header : lay.headers()) {
      headers.add(new Header(ORIGINAL + header.name(), header.value()));
    }
    return new Message(lay.key(), headers, lay.value());
  }

  /** The message without what it tells of, for a topic that takes nothing so large. */
  static Message shortened(String migration, Letter letter) {
    List<Header> headers = headers(migration, letter);
    add(headers, "ce_omitted", "too-large");
    add(headers, CONTENT_TYPE, ANY_BYTES);
    return new Message(null, headers, EMPTY);
  }

  private static List<Header> headers(String migration, Letter letter) {
    List<Header> headers = new ArrayList<>(24);
    add(headers, "ce_specversion", Attributes.SPEC_VERSION);
    add(headers, "ce_id", letter.position().toString());
    add(headers, "ce_source", "/migrations/" + migration);
    add(headers, "ce_type", TYPE + letter.kind().name().toLowerCase(Locale.ROOT));
    if (letter.domain() != null && letter.id() != null) {
      add(headers, "ce_subject", Attributes.subject(letter.domain(), letter.id()));
    }
    if (letter.tenant() != null) {
      add(headers, "ce_tenant", letter.tenant());
    }
    add(headers, "ce_time", letter.since().toString());
    add(headers, "ce_reason", letter.reason().toLowerCase(Locale.ROOT).replace('_', '-'));
    return headers;
  }

  private static byte[] contentType(Message message) {
    byte[] type = null;
    for (Header header : message.headers()) {
      if (header.name().equals(CONTENT_TYPE)) {
        type = header.value();
      }
    }
    return Objects.requireNonNullElseGet(type, () -> ANY_BYTES.getBytes(UTF_8));
  }

  private static void add(List<Header> headers, String name, String value) {
    headers.add(new Header(name, value.getBytes(UTF_8)));
  }
}
