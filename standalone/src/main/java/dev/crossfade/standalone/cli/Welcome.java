package dev.crossfade.standalone.cli;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.kit.identity.Authenticator;
import dev.crossfade.kit.identity.DevelopmentAuthenticator;
import dev.crossfade.kit.identity.Role;
import dev.crossfade.standalone.folder.MigrationFolder;
import dev.crossfade.standalone.node.Node;
import java.io.PrintWriter;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;

/** What {@code up} prints when all is ready: where everything is, and lines to try. */
final class Welcome {
  /** The last line. Whoever reads along knows by it that all has been said. */
  static final String LAST = "Ctrl-C stops it (a second one at once); the data stays.";

  private static final String TENANT = "my-school";
  private static final int SHOWN = 2;

  private final PrintWriter out;

  Welcome(PrintWriter out) {
    this.out = out;
  }

  /** Prints; what can be tried without a token only in development mode. */
  void print(Node node, Authenticator authenticator) {
    out.println();
    out.println("Crossfade is up at " + node.url());
    out.println("  migrations  " + String.join(", ", node.migrations()));
    out.println("  Kafka       " + node.bootstrap());
    out.println("  PostgreSQL  " + Psql.line(node.run().database()));
    out.println("  data        " + node.data());
    if (authenticator instanceof DevelopmentAuthenticator development) {
      tryIt(node, development);
    }
    out.println();
    out.println(LAST);
    out.flush();
  }

  private void tryIt(Node node, DevelopmentAuthenticator development) {
    out.println();
    out.println("Development mode: no token is asked for. Post an event, and read it back:");
    List<String> names = node.migrations();
    names.stream().limit(SHOWN).forEach(name -> tryMigration(node, name));
    if (names.size() > SHOWN) {
      out.println(
          "  … and so on with the others: "
              + String.join(", ", names.subList(SHOWN, names.size())));
      out.println();
    }
    out.println("Tokens for the real thing, valid for eight hours of this run:");
    token(
        "writer of " + TENANT,
        development.sampleToken(TENANT, EnumSet.of(Role.WRITER, Role.READER)));
    token("operator", development.sampleToken(null, EnumSet.of(Role.OPERATOR, Role.READER)));
  }

  private void tryMigration(Node node, String name) {
    Blueprint blueprint = node.blueprint(name);
    if (blueprint.digest().equals(MigrationFolder.school().blueprint().digest())) {
      trySchool(node.url());
    } else {
      out.print(
          TryLines.of(blueprint, node.url(), TENANT)
              .orElse("\n  curl -s " + node.url() + "/v1/" + name + "/progress\n"));
    }
  }

  private void trySchool(URI url) {
    out.println(
        """

          position=$(curl -s %1$s/v1/school/events \\
            -H 'Content-Type: application/cloudevents+json' -H 'X-Crossfade-Tenant: %2$s' \\
            -d '{"specversion":"1.0","id":"try-1","type":"dev.crossfade.record.created","source":"/sources/try",
                 "subject":"classrooms/room-1","data":{"id":"room-1","name":"Room 1","capacity":24}}' \\
            | sed -n 's/.*"position":"\\([^"]*\\)".*/\\1/p')
          curl -s %1$s/v1/school/records/classrooms/room-1 \\
            -H 'X-Crossfade-Tenant: %2$s' -H "Crossfade-Wait-For: $position"
        """
            .formatted(url, TENANT));
  }

  private void token(String of, String token) {
    out.println("  " + of + ":  Authorization: Bearer " + token);
  }
}
