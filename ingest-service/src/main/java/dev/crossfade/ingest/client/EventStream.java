package dev.crossfade.ingest.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crossfade.kit.problem.ProblemException;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells one listener what changed, as server-sent events. Runs on the thread of its connection: a
 * caller that reads slowly waits for itself alone, misses what was meanwhile and is told what is,
 * and is cut off by the server when it takes nothing at all.
 */
final class EventStream {
  /** How often something is said, so that both sides notice when the other is gone. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /** A token may have ended meanwhile: who comes back shows one that has not. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private static final Header EVENTS =
      HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "text/event-stream");
  private static final Header NO_CACHE =
      HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "private, no-cache");
  // A proxy that collects an answer before it hands it on would hold back every event.
  private static final Header NOT_COLLECTED = HeaderValues.createCached("X-Accel-Buffering", "no");
  private static final byte[] GREETING = "retry: 1000\n\n".getBytes(UTF_8);
  private static final byte[] BEAT = ":\n\n".getBytes(UTF_8);

  private EventStream() {}

  /**
   * Tells until the listener is ended, not all is known any more, or for ten minutes.
   *
   * @param next the event to be told now; null where nothing changed since the last
   */
  static void run(ServerResponse response, Listener listener, Supplier<@Nullable String> next)
      throws IOException, InterruptedException {
    // Before the head is sent, so that the caller hears why there is none.
    String event = next.get();
    response.header(EVENTS).header(NO_CACHE).header(NOT_COLLECTED);
    try (OutputStream out = response.outputStream()) {
      write(out, GREETING);
      long end = System.nanoTime() + LONGEST.toNanos();
      while (!listener.ended() && System.nanoTime() - end < 0) {
        if (event != null) {
          write(out, event.getBytes(UTF_8));
        }
        if (!listener.await(HEARTBEAT) && !listener.ended()) {
          write(out, BEAT);
        }
        event = next.get();
      }
    } catch (ProblemException e) {
      // The head is sent. Who comes back is told.
    }
  }

  /** An event; none of the parts holds a line break. */
  static String event(String name, String id, String data) {
    return "event: " + name + "\nid: " + id + "\ndata: " + data + "\n\n";
  }

  private static void write(OutputStream out, byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }
}
