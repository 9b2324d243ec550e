package dev.crossfade.standalone.cli.snapshot;

import dev.crossfade.standalone.load.jdbc.JdbcSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is read from an old backend's database. */
final class JdbcOptions {
  private static final Pattern QUERY = Pattern.compile("([A-Za-z0-9_-]+)=(.+)", Pattern.DOTALL);
  private static final int FETCH_SIZE = 1_000;

  private final Map<String, String> environment = System.getenv();

  /** What becomes of a null. */
  enum Nulls {
    /** The record has no such member. */
    OMIT,
    /** The member is null. */
    KEEP
  }

  @Option(
      names = "--jdbc",
      paramLabel = "URL",
      description = "The old backend's database, for example jdbc:postgresql://db/erp.")
  private @Nullable String url;

  @Option(
      names = "--query",
      paramLabel = "DOMAIN=SQL",
      description = {
        "The records of a domain; several times for several domains, parents first. Each column"
            + " becomes a member under its label. With ORDER BY, a resumed load has less to send."
      })
  private final List<String> queries = new ArrayList<>();

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "The account (environment: CROSSFADE_JDBC_USER).")
  private @Nullable String user;

  @Option(
      names = "--password",
      interactive = true,
      arity = "0",
      description = "Asks for the password (environment: CROSSFADE_JDBC_PASSWORD).")
  private char @Nullable [] password;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "A file that holds the password.")
  private @Nullable Path passwordFile;

  @Option(
      names = "--driver",
      paramLabel = "JAR",
      description = "A driver that does not come along; several times for several jars.")
  private final List<Path> drivers = new ArrayList<>();

  @Option(
      names = "--tenant-column",
      paramLabel = "COLUMN",
      description = "Whose value names the row's tenant; it is no member of the record.")
  private @Nullable String tenantColumn;

  @Option(
      names = "--id-column",
      paramLabel = "COLUMN",
      description =
          "Whose value is the record's id; it is no member of the record (default: the record holds"
              + " its id, as the blueprint says).")
  private @Nullable String idColumn;

  @Option(
      names = "--data-column",
      paramLabel = "COLUMN",
      description = "A column with the whole record as JSON.")
  private @Nullable String dataColumn;

  @Option(
      names = "--nulls",
      paramLabel = "omit|keep",
      description = "Whether a null leaves the member out or is kept (default: omit).")
  private Nulls nulls = Nulls.OMIT;

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description = "Of timestamps without one, for example Europe/Berlin (default: UTC).")
  private String zone = "UTC";

  @Option(
      names = "--fetch-size",
      paramLabel = "N",
      description =
          "The rows that the driver holds at a time (default: "
              + FETCH_SIZE
              + "). MySQL wants useCursorFetch=true in its URL.")
  private int fetchSize = FETCH_SIZE;

  @Option(
      names = "--no-count",
      description = "Do not count the rows first: no percentage, no time left.")
  private boolean noCount;

  boolean isGiven() {
    return url != null || !queries.isEmpty();
  }

  /**
   * What to read.
   *
   * @param tenant of all rows; null where a column or the token names it
   */
  JdbcSettings settings(@Nullable String tenant) throws IOException {
    String address = url;
    if (address == null) {
      throw new IllegalArgumentException("--jdbc is missing: the database to read from.");
    }
    if (!address.startsWith("jdbc:")) {
      throw new IllegalArgumentException("--jdbc: a JDBC URL begins with jdbc:");
    }
    if (address.toLowerCase(Locale.ROOT).matches(".*(password=|pwd=|//[^/@?]*:[^/@?]*@).*")) {
      throw new IllegalArgumentException(
          "--jdbc: no password in the URL, where every process can see it. Use --password,"
              + " --password-file or CROSSFADE_JDBC_PASSWORD.");
    }
    if (queries.isEmpty()) {
      throw new IllegalArgumentException(
          "--query is missing: for example --query students=\"SELECT * FROM students ORDER BY"
              + " id\"");
    }
    if (tenant != null && tenantColumn != null) {
      throw new IllegalArgumentException("--tenant and --tenant-column: one of them, please.");
    }
    if (fetchSize < 1) {
      throw new IllegalArgumentException("--fetch-size: below 1.");
    }
    return new JdbcSettings(
        new JdbcSettings.Account(address, account(), readPassword(), drivers),
        byDomain(),
        new JdbcSettings.Shape(
            tenant, tenantColumn, idColumn, dataColumn, nulls == Nulls.KEEP, zone()),
        fetchSize,
        !noCount);
  }

  private Map<String, String> byDomain() {
    Map<String, String> byDomain = new LinkedHashMap<>();
    for (String query : queries) {
      Matcher parts = QUERY.matcher(query);
      if (!parts.matches()) {
        throw new IllegalArgumentException("--query: a domain, =, and the SQL that reads it.");
      }
      if (byDomain.put(parts.group(1), parts.group(2)) != null) {
        throw new IllegalArgumentException(
            "--query: " + parts.group(1) + " is there twice. Put the two together with UNION ALL.");
      }
    }
    return byDomain;
  }

  private ZoneId zone() {
    try {
      return ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("--zone: there is no time zone " + zone + ".", e);
    }
  }

  private @Nullable String account() {
    return user == null ? environment.get("CROSSFADE_JDBC_USER") : user;
  }

  private @Nullable String readPassword() throws IOException {
    if (password != null) {
      return new String(password);
    }
    return passwordFile == null
        ? environment.get("CROSSFADE_JDBC_PASSWORD")
        : Files.readString(passwordFile).strip();
  }
}
