package dev.crossfade.kit.http;

import dev.crossfade.kit.problem.Problem;
import io.helidon.common.buffers.BufferData;
import io.helidon.http.Headers;
import io.helidon.http.Status;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Ends connections that wait beyond their deadlines: silently between requests, with a 408 within
 * one, and by force when even that does not go through.
 */
final class ConnectionWatch implements ServerConnectionSelector, AutoCloseable {
  private static final long SHORTEST_TICK = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LONGEST_TICK = TimeUnit.MILLISECONDS.toNanos(500);
  private static final byte[] TIMED_OUT = timedOut();

  private final ServerConnectionSelector http;
  private final WatchedConnection.Nanos timeouts;
  private final long maxBody;
  private final Set<WatchedConnection> connections = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("http-connection-watch").factory());

  ConnectionWatch(HttpLimits limits) {
    this.timeouts = WatchedConnection.Nanos.of(limits.timeouts());
    this.maxBody = limits.maxBody();
    this.http =
        Http1ConnectionSelector.builder()
            .config(
                Http1Config.builder()
                    .maxPrologueLength(limits.maxRequestLine())
                    .maxHeadersSize(limits.maxHeaders())
                    .sendKeepAliveHeader(false)
                    .addReceiveListener(new HeadParsed())
                    .addSendListener(new Answered())
                    .build())
            .build();
    long shortest =
        Math.min(
            Math.min(timeouts.idle(), timeouts.head()),
            Math.min(Math.min(timeouts.stall(), timeouts.body()), timeouts.write()));
    long tick = Math.clamp(shortest / 4, SHORTEST_TICK, LONGEST_TICK);
    var _ = ticker.scheduleWithFixedDelay(this::tick, tick, tick, TimeUnit.NANOSECONDS);
  }

  /** The most bytes of a body that is not streamed. */
  long maxBody() {
    return maxBody;
  }

  /** The connection that the calling thread serves, so that a handler's body may be a stream. */
  WatchedConnection ofThisThread() {
    Thread mine = Thread.currentThread();
    for (WatchedConnection connection : connections) {
      if (connection.isThread(mine)) {
        return connection;
      }
    }
    throw new IllegalStateException("a request is served on the thread of its connection");
  }

  private void tick() {
    long now = System.nanoTime();
    connections.removeIf(connection -> !connection.isOpen());
    for (WatchedConnection connection : connections) {
      switch (connection.check(now)) {
        case FINE -> {}
        case CLOSE_SILENTLY -> close(connection, BufferData.EMPTY_BYTES);
        case ANSWER_408 -> close(connection, TIMED_OUT);
        case CUT -> connection.cut();
      }
    }
  }

  /** On a thread of its own: a caller that reads nothing must not hold up the watch. */
  private static void close(WatchedConnection connection, byte[] farewell) {
    Thread.ofVirtual().name("http-time-out").start(() -> connection.sayFarewell(farewell));
  }

  private static byte[] timedOut() {
    byte[] body =
        Responses.problemJson(
            Problem.of(
                408, "request-timeout", "The request took too long", "Send it again, faster."));
    return ("HTTP/1.1 408 Request Timeout\r\n"
            + "Content-Type: application/problem+json\r\n"
            + "Connection: close\r\n"
            + "Content-Length: "
            + body.length
            + "\r\n\r\n"
            + new String(body, StandardCharsets.UTF_8))
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public int bytesToIdentifyConnection() {
    return http.bytesToIdentifyConnection();
  }

  @Override
  public Support supports(BufferData data) {
    return Support.SUPPORTED;
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return http.supportedApplicationProtocols();
  }

  @Override
  public ServerConnection connection(ConnectionContext context) {
    WatchedConnection watched = new WatchedConnection(context, timeouts, maxBody);
    connections.add(watched);
    return http.connection(watched);
  }

  @Override
  public void close() {
    ticker.shutdownNow();
  }

  private static final class HeadParsed implements Http1ConnectionListener {
    @Override
    public void headers(ConnectionContext context, Headers headers) {
      ((WatchedConnection) context).headParsed();
    }
  }

  private static final class Answered implements Http1ConnectionListener {
    @Override
    public void status(ConnectionContext context, Status status) {
      ((WatchedConnection) context).answered();
    }
  }
}
