package dev.crossfade.kit.log;

import dev.crossfade.kit.fault.ScrubbedFault;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A producer that outlives its own death: after an error from which no producer recovers, a new one
 * takes its place. Thread-safe.
 */
public final class LiveProducer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LiveProducer.class);
  private static final Duration CLOSE = Duration.ofSeconds(5);
  private static final Duration SHORTEST_LIFE = Duration.ofSeconds(1);

  private final Supplier<Producer<byte[], byte[]>> factory;
  private volatile Life current;
  private boolean closed;

  /** One producer after another, counted. */
  private record Life(int number, Producer<byte[], byte[]> producer, long bornNanos) {
    /**
     * Where every producer dies, such as after wrong credentials, they must not be made in haste.
     */
    boolean isTooYoungToDie() {
      return number > 0 && System.nanoTime() - bornNanos < SHORTEST_LIFE.toNanos();
    }
  }

  /**
   * @param factory makes one producer after another; is called at once
   */
  public LiveProducer(Supplier<Producer<byte[], byte[]>> factory) {
    this.factory = factory;
    this.current = new Life(0, factory.get(), System.nanoTime());
  }

  /** Sends; the callback is called exactly once, whatever happens. */
  public void send(ProducerRecord<byte[], byte[]> record, Callback callback) {
    Life mine = current;
    try {
      var _ =
          mine.producer()
              .send(
                  record,
                  (where, failure) -> {
                    callback.onCompletion(where, failure);
                    if (failure != null && isFatal(failure)) {
                      replace(mine, failure);
                    }
                  });
    } catch (RuntimeException e) {
      callback.onCompletion(null, e);
      if (isFatal(e)) {
        replace(mine, e);
      }
    }
  }

  /**
   * Errors of one record or of the moment leave the producer as it was. Anything that is not from
   * the broker, such as "closed" or "in an error state", is the producer's own.
   */
  private static boolean isFatal(Exception e) {
    if (e instanceof InterruptException || e instanceof TopicAuthorizationException) {
      return false;
    }
    return !(e instanceof ApiException)
        || e instanceof AuthenticationException
        || e instanceof AuthorizationException
        || e instanceof ProducerFencedException
        || e instanceof InvalidProducerEpochException
        || e instanceof UnsupportedVersionException;
  }

  /** Called on the dying producer's own thread too, so it must not wait for that. */
  private synchronized void replace(Life dead, Exception cause) {
    if (closed || current.number() != dead.number() || dead.isTooYoungToDie()) {
      return;
    }
    log.error("The producer failed for good and is replaced: {}", ScrubbedFault.line(cause));
    current = new Life(dead.number() + 1, factory.get(), System.nanoTime());
    Thread.ofVirtual().name("close-producer").start(() -> dead.producer().close(Duration.ZERO));
  }

  /** Sends what is left, then closes. */
  @Override
  public void close() {
    Producer<byte[], byte[]> last;
    synchronized (this) {
      closed = true;
      last = current.producer();
    }
    last.close(CLOSE);
  }
}
