package dev.crossfade.standalone.campaign;

import dev.crossfade.database.DatabaseSettings;
import dev.crossfade.kit.identity.DevelopmentAuthenticator;
import dev.crossfade.kit.process.ServiceProcess;
import dev.crossfade.reconcile.ReconcilerServer;
import dev.crossfade.reconcile.ReconcilerSettings;
import dev.crossfade.reconcile.run.RunLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/** A reconciler as a process of its own, whose leases end soon. */
final class ReconcilerProcess {
  private ReconcilerProcess() {}

  /** Arguments: bootstrap servers, JDBC URL, user, password, migration, state, port. */
  public static void main(String[] arguments) throws InterruptedException {
    RunLimits limits =
        new RunLimits(
            Duration.ofSeconds(2),
            Duration.ofMillis(100),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofDays(90),
            1);
    ReconcilerServer server =
        ReconcilerServer.start(
            new ReconcilerSettings(
                Map.of("bootstrap.servers", arguments[0]),
                new DatabaseSettings(arguments[1], arguments[2], arguments[3]),
                ReconcilerSettings.CONNECTIONS,
                "reconciler-" + UUID.randomUUID(),
                Path.of(arguments[5]),
                limits),
            List.of(arguments[4]),
            new ServiceProcess.Front(
                new DevelopmentAuthenticator(InstantSource.system()),
                "127.0.0.1",
                Integer.parseInt(arguments[6])));
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "reconciler-stop"));
    new CountDownLatch(1).await();
  }
}
