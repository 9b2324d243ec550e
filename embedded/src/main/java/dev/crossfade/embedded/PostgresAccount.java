package dev.crossfade.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Who PostgreSQL's programs run as. They refuse to run as root, which is who one is in many
 * containers.
 *
 * @param prefix put before each command
 * @param owner the user id that must own the files, or -1 to leave them alone
 */
record PostgresAccount(List<String> prefix, int owner) {
  private static final int NOBODY = 65_534;

  PostgresAccount {
    prefix = List.copyOf(prefix);
  }

  /**
   * The account of this process; for root, a user namespace in which it is nobody, else the user
   * nobody itself.
   */
  static PostgresAccount current() throws InterruptedException {
    if (!"root".equals(System.getProperty("user.name"))) {
      return new PostgresAccount(List.of(), -1);
    }
    // In the namespace the files still belong to root, so any directory will do.
    PostgresAccount namespace = new PostgresAccount(List.of("unshare", "--user"), 0);
    if (namespace.works()) {
      return namespace;
    }
    PostgresAccount nobody =
        new PostgresAccount(
            List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"), NOBODY);
    if (nobody.works()) {
      return nobody;
    }
    throw new IllegalStateException(
        "PostgreSQL refuses to run as root, and neither unshare nor setpriv works here. Use another"
            + " user.");
  }

  /** A command of PostgreSQL, free of the settings that its environment variables would bring. */
  ProcessBuilder command(String program, List<String> arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(program);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("PG"));
    environment.put("LC_ALL", "C");
    return builder;
  }

  /** Makes the account the owner of the tree, where there is a choice. */
  void own(Path tree) throws IOException, InterruptedException {
    if (owner < 0) {
      return;
    }
    Directories.changeOwner(tree, owner);
    if (!succeeds("test", List.of("-x", tree.toString()))) {
      throw new IllegalStateException(
          "PostgreSQL runs as user "
              + owner
              + " here, who may not enter "
              + tree
              + ". Use a directory outside of /root.");
    }
  }

  private boolean works() throws InterruptedException {
    return succeeds("true", List.of());
  }

  private boolean succeeds(String program, List<String> arguments) throws InterruptedException {
    try {
      return command(program, arguments)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
