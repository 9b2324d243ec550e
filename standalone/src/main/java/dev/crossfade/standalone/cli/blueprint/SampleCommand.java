package dev.crossfade.standalone.cli.blueprint;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.store.StoreWriter;
import dev.crossfade.standalone.folder.MigrationFolder;
import dev.crossfade.standalone.sample.Sample;
import dev.crossfade.standalone.sample.SampleRecord;
import dev.crossfade.standalone.sample.SampleTenant;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code crossfade blueprint sample}. */
@Command(
    name = "sample",
    description = {
      "Makes data for a blueprint: records that keep to its schemas and refer to each other.",
      "Alone it tells how many; --dump prints one tenant's, as a browser holds them: the keys of"
          + " localStorage, each with its raw string; --post sends them to a running Crossfade, and"
          + " --clean deletes there what it sent."
    },
    mixinStandardHelpOptions = true)
final class SampleCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "NAME|DIR",
      description = "A blueprint that comes along, or a blueprint's folder.")
  private String blueprint = "";

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The same seed makes the same data (default: 1).")
  private long seed;

  @Option(
      names = "--scale",
      paramLabel = "X",
      defaultValue = "1",
      description =
          "How much of what sample.yaml says, for example 0.01 or 10 (default: ${DEFAULT-VALUE}).")
  private double scale;

  @Option(names = "--dump", description = "Print one tenant's store.")
  private boolean dump;

  @Option(
      names = "--post",
      paramLabel = "URL",
      description =
          "Send them there, for example to http://127.0.0.1:8080 (./crossfade status says where). A"
              + " token is taken from CROSSFADE_TOKEN; without one, development mode is assumed.")
  private @Nullable String post;

  @Option(
      names = "--tenant",
      paramLabel = "NAME",
      description = "Whose they are (default: the sample's own tenants, all of them).")
  private @Nullable String tenant;

  @Option(
      names = "--clean",
      description = "With --post, and the same seed and scale as before: delete them there.")
  private boolean clean;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Console console = new Console(spec);
    if (clean && post == null) {
      return console.fault(Console.USAGE, "--clean needs --post: where are they to be deleted?");
    }
    if (!(scale > 0)) {
      return console.fault(Console.USAGE, "--scale must be above 0.");
    }
    if (post != null && !post.matches("https?://[^/?#\\s]+/*")) {
      return console.fault(
          Console.USAGE,
          "--post: an address such as http://127.0.0.1:8080, and nothing behind it.");
    }
    MigrationFolder folder = MigrationFolder.find(blueprint);
    Sample sample = Sample.of(folder.blueprint().json(), folder.sample(), seed, scale);
    List<SampleTenant> tenants = chosen(sample);
    if (dump) {
      console.json(dump(folder.blueprint(), tenants.getFirst()));
    } else if (post == null) {
      tenants.forEach(each -> console.line(each.name() + ": " + amounts(each)));
    } else {
      int refused = 0;
      SamplePost sender =
          new SamplePost(URI.create(post), folder.blueprint(), System.getenv("CROSSFADE_TOKEN"));
      for (SampleTenant each : tenants) {
        SamplePost.Result result = sender.send(each, clean);
        if (result.fault() != null) {
          return console.fault(result.status(), result.fault());
        }
        console.line(
            "%s: %d %s sent, %d refused"
                .formatted(
                    each.name(), result.sent(), clean ? "deletes" : "events", result.refused()));
        refused += result.refused();
      }
      return refused == 0 ? Console.DONE : Console.FAILED;
    }
    return Console.DONE;
  }

  private List<SampleTenant> chosen(Sample sample) {
    return tenant == null ? sample.tenants() : List.of(sample.tenants().getFirst().named(tenant));
  }

  private static String amounts(SampleTenant tenant) {
    Map<String, Integer> amounts = new LinkedHashMap<>();
    tenant.records().forEach(record -> amounts.merge(record.domain(), 1, Integer::sum));
    List<String> words = new ArrayList<>();
    amounts.forEach((domain, count) -> words.add(count + " " + domain));
    return String.join(", ", words);
  }

  /**
   * The keys with their raw strings. It is one browser's: what each device counts for itself is
   * there once.
   */
  private static ObjectNode dump(Blueprint blueprint, SampleTenant tenant) {
    StoreWriter store = new StoreWriter(blueprint);
    String device = tenant.records().isEmpty() ? "" : tenant.records().getFirst().writer();
    for (SampleRecord record : tenant.records()) {
      if (record.source() == null || record.source().equals(device)) {
        store.add(blueprint.domain(record.domain()).orElseThrow(), record.id(), record.document());
      }
    }
    return store.entries();
  }
}
