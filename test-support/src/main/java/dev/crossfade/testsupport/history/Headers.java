package dev.crossfade.testsupport.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The CloudEvents attributes of one entry: the last header of each name. */
final class Headers {
  private static final Pattern TIME =
      Pattern.compile(
          "(19|20|21)\\d\\d-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?"
              + "([Zz]|[+-]\\d\\d:\\d\\d)");
  private static final Pattern VERSION = Pattern.compile("0|[1-9][0-9]{0,8}");

  private final Map<String, String> values = new HashMap<>(24);
  private boolean garbled;

  Headers(List<Entry.Header> headers) {
    for (Entry.Header header : headers) {
      if (header.name().startsWith("ce_")) {
        byte[] bytes = header.value();
        String value = bytes == null ? null : Canonical.text(bytes);
        if (value == null) {
          values.remove(header.name());
          garbled |= bytes != null;
        } else {
          values.put(header.name(), value);
        }
      }
    }
  }

  @Nullable String get(String name) {
    return values.get(name);
  }

  String type() {
    String type = values.get("ce_type");
    return type == null ? "" : type;
  }

  boolean version() {
    return "1.0".equals(values.get("ce_specversion"));
  }

  /** Whether tenant, source, id, number and time are sound. */
  boolean envelope() {
    String id = values.get("ce_id");
    String tenant = values.get("ce_tenant");
    String time = values.get("ce_time");
    return !garbled
        && values.containsKey("ce_specversion")
        && values.containsKey("ce_type")
        && id != null
        && tenant != null
        && source() != null
        && soundId(id)
        && soundId(tenant)
        && sequence() >= 0
        && (time == null || TIME.matcher(time).matches());
  }

  @Nullable String source() {
    String source = values.get("ce_source");
    if (source == null || !source.startsWith("/sources/")) {
      return null;
    }
    String id = source.substring("/sources/".length());
    return soundSource(id) ? id : null;
  }

  /** 0: none; -1: unsound. */
  long sequence() {
    String text = values.get("ce_sequence");
    if (text == null) {
      return 0;
    }
    long number = number(text);
    return number == 0 ? -1 : number;
  }

  /** Up to 20 digits; -1: unsound. */
  static long number(String text) {
    if (text.isEmpty() || text.length() > 20) {
      return -1;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return -1;
      }
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  @Nullable RecordName record(String tenant) {
    String subject = values.get("ce_subject");
    int slash = subject == null ? -1 : subject.indexOf('/');
    if (subject == null || slash < 1) {
      return null;
    }
    String domain = subject.substring(0, slash);
    String id = subject.substring(slash + 1);
    return soundId(domain) && soundId(id) && !domain.equals("$source")
        ? new RecordName(tenant, domain, id)
        : null;
  }

  boolean schema() {
    String version = values.get("ce_schemaversion");
    String blueprint = values.get("ce_blueprint");
    return version != null
        && blueprint != null
        && (version.equals("1") || VERSION.matcher(version).matches())
        && blueprint.length() == 64;
  }

  /** Null: one of the names is empty. */
  static @Nullable List<String> names(String text) {
    List<String> names = new ArrayList<>();
    if (!text.isEmpty()) {
      for (String name : text.split(",", -1)) {
        if (name.isBlank()) {
          return null;
        }
        names.add(name);
      }
    }
    return names;
  }

  private static boolean soundSource(String id) {
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && (c < '0' || c > '9') && "._~:@-".indexOf(c) < 0) {
        return false;
      }
    }
    return !id.isEmpty() && id.length() <= 128;
  }

  private static boolean soundId(String id) {
    if (id.isEmpty() || id.length() > 128) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      if (Character.isISOControl(id.charAt(i))) {
        return false;
      }
    }
    return Canonical.sound(id);
  }
}
