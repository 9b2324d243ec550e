package dev.crossfade.sync.changes;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crossfade.core.json.Json;
import dev.crossfade.core.log.Position;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * Tells one listener, as server-sent events, what lies behind a position and then what comes. Runs
 * on the thread of its connection and holds nothing of the database while it writes: a caller that
 * reads slowly waits for itself alone, and is cut off by the server when it takes nothing at all.
 */
final class ChangeStream {
  /** How often something is said, so that both sides notice when the other is gone. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /** A token may have ended meanwhile: who comes back shows one that has not. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private static final Duration AWAY = Duration.ofSeconds(2);
  private static final byte[] GREETING = "retry: 1000\n: changes\n\n".getBytes(UTF_8);
  private static final byte[] BEAT = ":\n\n".getBytes(UTF_8);

  private final ChangeListener listener;
  private final Function<@Nullable Position, ChangePage> read;
  private final OutputStream out;

  private @Nullable Position at;
  private boolean anew = true;

  // What was told between two events, which is read again until the next one.
  private final Set<String> told = new HashSet<>();
  private long toldAt;

  ChangeStream(
      ChangeListener listener, Function<@Nullable Position, ChangePage> read, OutputStream out) {
    this.listener = listener;
    this.read = read;
    this.out = out;
  }

  /**
   * Tells until the listener is ended, or for ten minutes.
   *
   * @param after where the caller stands; null: from the beginning
   */
  void run(@Nullable Position after) throws IOException, InterruptedException {
    at = after;
    long end = System.nanoTime() + LONGEST.toNanos();
    write(GREETING);
    while (!listener.ended() && System.nanoTime() - end < 0) {
      Duration pause = HEARTBEAT;
      try {
        if (tell()) {
          continue;
        }
      } catch (DataAccessException e) {
        // It goes on where it stands, when PostgreSQL is there again.
        pause = AWAY;
      }
      anew = !listener.await(System.nanoTime() + pause.toNanos());
      if (anew && !listener.ended()) {
        write(BEAT);
      }
    }
  }

  /** Tells a page; whether there are more. */
  private boolean tell() throws IOException {
    Position from = at;
    ChangePage page = listener.page(from, anew, () -> read.apply(from));
    anew = false;
    if (page.nextOffset() != toldAt) {
      told.clear();
      toldAt = page.nextOffset();
    }
    StringBuilder text = new StringBuilder();
    for (Change change : page.changes()) {
      if (listener.ended()) {
        break;
      }
      String data = Json.MAPPER.writeValueAsString(change.json());
      boolean between = from != null && change.position().offset() <= from.offset();
      if (between && !told.add(data)) {
        continue;
      }
      if (change.whole()) {
        text.append("id: ").append(change.position()).append('\n');
      }
      text.append("event: change\ndata: ").append(data).append("\n\n");
    }
    if (!text.isEmpty()) {
      write(text.toString().getBytes(UTF_8));
    }
    at = page.position();
    return page.more();
  }

  private void write(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }
}
