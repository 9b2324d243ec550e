package dev.crossfade.standalone.campaign;

import dev.crossfade.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A broker as a process of its own. */
final class BrokerProcess {
  private BrokerProcess() {}

  /** Arguments: its directory and its port. */
  public static void main(String[] arguments) throws InterruptedException {
    EmbeddedKafka kafka =
        EmbeddedKafka.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "broker-stop"));
    new CountDownLatch(1).await();
  }
}
