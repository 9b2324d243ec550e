package dev.crossfade.reconcile;

import dev.crossfade.reconcile.fold.Fold;
import dev.crossfade.reconcile.run.Run;
import dev.crossfade.reconcile.run.RunListener;
import dev.crossfade.reconcile.run.RunPart;
import dev.crossfade.reconcile.run.RunState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How runs and folds go, as metrics. */
final class RunMeters implements RunListener {
  private final MeterRegistry registry;

  RunMeters(MeterRegistry registry, List<Fold> folds) {
    this.registry = registry;
    for (Fold fold : folds) {
      Gauge.builder("reconciler.fold.lag", fold, one -> (double) one.lag())
          .description("events of the log that are not folded yet; -1 while that is not known")
          .tag("migration", fold.migration())
          .register(registry);
    }
  }

  @Override
  public void compared(Run run, RunPart part) {
    Instant began = part.startedAt();
    Instant ended = part.finishedAt();
    if (began != null && ended != null) {
      Timer.builder("reconciler.parts")
          .tag("level", run.order().level().word())
          .tag("state", part.state().name().toLowerCase(java.util.Locale.ROOT))
          .register(registry)
          .record(Duration.between(began, ended));
    }
  }

  @Override
  public void ended(Run run, RunState state) {
    registry
        .counter("reconciler.runs", "level", run.order().level().word(), "state", state.word())
        .increment();
  }
}
