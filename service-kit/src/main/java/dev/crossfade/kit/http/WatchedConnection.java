package dev.crossfade.kit.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.ServerConnectionException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A connection that knows until when it may wait. Helidon 4.5 has no time-out for reading or
 * writing, so each blocking call leaves its deadline here and {@link ConnectionWatch} enforces it.
 *
 * <p>The deadline is taken back by the reading thread, or turned to {@link #EXPIRED} by the watch,
 * never both: so a 408 is written at most once and never into the midst of an answer.
 */
final class WatchedConnection implements ConnectionContext {
  private static final long NONE = 0;
  private static final long EXPIRED = 1;
  private static final long STREAMED_PIECE = 1 << 20;
  private static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** What the connection is reading. */
  private enum Phase {
    BETWEEN,
    HEAD,
    BODY
  }

  private final ConnectionContext connection;
  private final Nanos timeouts;
  private final long maxBody;
  private final DataReader reader;
  private final DataWriter writer;
  private final AtomicLong reading = new AtomicLong(NONE);
  private final AtomicLong writing = new AtomicLong(NONE);
  private final CountDownLatch farewell = new CountDownLatch(1);
  private volatile Phase phase = Phase.BETWEEN;
  private long phaseEnd;
  private long bodyLeft;
  private boolean streamed;
  private long streamedPiece;
  private long lastRead;
  private long expiredAt; // the watch's own
  private volatile @Nullable Thread thread;

  /** The time-outs in nanoseconds. */
  record Nanos(long idle, long head, long stall, long body, long write) {
    static Nanos of(HttpTimeouts t) {
      return new Nanos(
          t.idle().toNanos(),
          t.head().toNanos(),
          t.stall().toNanos(),
          t.body().toNanos(),
          t.write().toNanos());
    }
  }

  WatchedConnection(ConnectionContext connection, Nanos timeouts, long maxBody) {
    this.connection = connection;
    this.timeouts = timeouts;
    this.maxBody = maxBody;
    this.reader = new BoundedReader(this::read, maxBody);
    this.writer = new WatchedWriter(connection.dataWriter());
  }

  /** The head is parsed: what comes next is the body. */
  void headParsed() {
    phase = Phase.BODY;
    bodyEnds();
  }

  /** What is still to come of the body is held to the limits of all. */
  void bodyEnds() {
    phaseEnd = System.nanoTime() + timeouts.body();
    bodyLeft = maxBody;
    streamed = false;
  }

  /**
   * The body may have any length from here on, and each {@link #STREAMED_PIECE} of it the time of a
   * whole one. What the handler does between two reads is no time of the caller's.
   */
  void bodyStreams() {
    lastRead = System.nanoTime();
    phaseEnd = lastRead + timeouts.body();
    streamedPiece = STREAMED_PIECE;
    streamed = true;
  }

  boolean isThread(Thread candidate) {
    return candidate.equals(thread);
  }

  static RequestException tooLarge() {
    return RequestException.builder()
        .status(Status.REQUEST_ENTITY_TOO_LARGE_413)
        .type(DirectHandler.EventType.BAD_REQUEST)
        .message("the body is too large")
        .setKeepAlive(false)
        .build();
  }

  /** An answer goes out: what comes next is another request. */
  void answered() {
    phase = Phase.BETWEEN;
  }

  private byte @Nullable [] read() {
    long now = System.nanoTime();
    if (streamed) {
      phaseEnd += now - lastRead;
    } else if (phase == Phase.BODY && bodyLeft < 0) {
      throw tooLarge();
    }
    long deadline =
        marked(
            switch (phase) {
              case BETWEEN -> now + timeouts.idle();
              case HEAD -> phaseEnd;
              case BODY -> earlier(phaseEnd, now + timeouts.stall());
            });
    thread = Thread.currentThread();
    reading.set(deadline);
    byte[] bytes;
    try {
      bytes = connection.serverSocket().get();
    } catch (UncheckedIOException e) {
      throw new ServerConnectionException("the connection broke", e);
    }
    if (!reading.compareAndSet(deadline, NONE)) {
      awaitFarewell();
      throw new CloseConnectionException("the caller was too slow");
    }
    if (bytes != null && phase == Phase.BODY) {
      received(bytes.length);
    }
    if (bytes != null && phase == Phase.BETWEEN) {
      phase = Phase.HEAD;
      phaseEnd = System.nanoTime() + timeouts.head();
    }
    return bytes;
  }

  private void received(int length) {
    bodyLeft -= length;
    if (!streamed) {
      return;
    }
    lastRead = System.nanoTime();
    streamedPiece -= length;
    if (streamedPiece <= 0) {
      streamedPiece = STREAMED_PIECE;
      phaseEnd = lastRead + timeouts.body();
    }
  }

  /** Bytes came just too late: whoever returns from here closes, so the 408 must be out by then. */
  private void awaitFarewell() {
    try {
      var _ = farewell.await(FAREWELL_NANOS, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says the last word, if there is one, and closes. Called by the watch only. */
  void sayFarewell(byte[] words) {
    try {
      if (words.length > 0) {
        connection.serverSocket().write(BufferData.create(words));
      }
      connection.serverSocket().close();
    } catch (RuntimeException e) {
      cut();
    } finally {
      farewell.countDown();
    }
  }

  private static long earlier(long a, long b) {
    return a - b < 0 ? a : b;
  }

  /** A deadline that is none of the two marks. */
  private static long marked(long deadline) {
    return deadline == NONE || deadline == EXPIRED ? deadline + 2 : deadline;
  }

  /** What the watch has to do. */
  enum Verdict {
    FINE,
    CLOSE_SILENTLY,
    ANSWER_408,
    CUT
  }

  /** Expires what is over. Called by the watch only. */
  Verdict check(long now) {
    if (isOver(writing, now)) {
      return Verdict.CUT;
    }
    if (reading.get() == EXPIRED) {
      return now - expiredAt > FAREWELL_NANOS ? Verdict.CUT : Verdict.FINE;
    }
    if (isOver(reading, now)) {
      expiredAt = now;
      return phase == Phase.BETWEEN ? Verdict.CLOSE_SILENTLY : Verdict.ANSWER_408;
    }
    return Verdict.FINE;
  }

  private static boolean isOver(AtomicLong waiting, long now) {
    long deadline = waiting.get();
    return deadline != NONE
        && deadline != EXPIRED
        && now - deadline >= 0
        && waiting.compareAndSet(deadline, EXPIRED);
  }

  /** Interrupts the thread in its blocking call, which closes the channel. */
  void cut() {
    Thread blocked = thread;
    if (blocked != null) {
      blocked.interrupt();
    }
  }

  boolean isOpen() {
    return connection.serverSocket().isConnected();
  }

  @Override
  public DataReader dataReader() {
    return reader;
  }

  @Override
  public DataWriter dataWriter() {
    return writer;
  }

  @Override
  public ListenerContext listenerContext() {
    return connection.listenerContext();
  }

  @Override
  public ExecutorService executor() {
    return connection.executor();
  }

  @Override
  public Router router() {
    return connection.router();
  }

  @Override
  public Optional<ProxyProtocolData> proxyProtocolData() {
    return connection.proxyProtocolData();
  }

  @Override
  public HelidonSocket serverSocket() {
    return connection.serverSocket();
  }

  @Override
  public PeerInfo remotePeer() {
    return connection.remotePeer();
  }

  @Override
  public PeerInfo localPeer() {
    return connection.localPeer();
  }

  @Override
  public boolean isSecure() {
    return connection.isSecure();
  }

  @Override
  public String socketId() {
    return connection.socketId();
  }

  @Override
  public String childSocketId() {
    return connection.childSocketId();
  }

  /** Writes with a deadline. */
  private final class WatchedWriter implements DataWriter {
    private final DataWriter out;

    WatchedWriter(DataWriter out) {
      this.out = out;
    }

    @Override
    public void write(BufferData buffer) {
      long deadline = begin();
      out.write(buffer);
      end(deadline);
    }

    @Override
    public void write(BufferData... buffers) {
      long deadline = begin();
      out.write(buffers);
      end(deadline);
    }

    @Override
    public void writeNow(BufferData buffer) {
      long deadline = begin();
      out.writeNow(buffer);
      end(deadline);
    }

    @Override
    public void writeNow(BufferData... buffers) {
      long deadline = begin();
      out.writeNow(buffers);
      end(deadline);
    }

    @Override
    public void flush() {
      out.flush();
    }

    @Override
    public void close() {
      out.close();
    }

    private long begin() {
      thread = Thread.currentThread();
      long deadline = marked(System.nanoTime() + timeouts.write());
      writing.set(deadline);
      return deadline;
    }

    private void end(long deadline) {
      if (!writing.compareAndSet(deadline, NONE)) {
        throw new CloseConnectionException("the caller does not take the answer");
      }
    }
  }
}
