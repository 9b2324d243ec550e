package dev.crossfade.core.blueprint;

import dev.crossfade.core.json.Digest;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * A migration's blueprint: its domains, their schemas and how they map to tables. Immutable and
 * thread-safe.
 */
public final class Blueprint {
  private final ObjectNode json;
  private final Digest digest;
  private final String name;
  private final int schemaVersion;
  private final Map<String, Domain> domains = new LinkedHashMap<>();
  private final TableFacts tables;

  private final List<Domain> sendingOrder;
  private final StoreLayout storeLayout;

  /**
   * @param order the names of the domains, referenced ones first
   */
  Blueprint(
      ObjectNode json,
      String name,
      int schemaVersion,
      List<Domain> domains,
      List<String> order,
      TableFacts tables) {
    this.json = json;
    this.digest = Digest.of(json);
    this.name = name;
    this.schemaVersion = schemaVersion;
    domains.forEach(domain -> this.domains.put(domain.name(), domain));
    this.sendingOrder = order.stream().map(this.domains::get).toList();
    this.storeLayout = new StoreLayout(sendingOrder);
    this.tables = tables;
  }

  /**
   * Reads {@code blueprint.yaml} and the JSON Schemas that it names.
   *
   * @throws BlueprintProblems with everything that is wrong, a file that cannot be read included
   */
  public static Blueprint load(Path folder) {
    return BlueprintFolder.load(folder);
  }

  /**
   * Reads the self-contained form of {@link #json()}.
   *
   * @throws BlueprintProblems with everything that is wrong
   */
  public static Blueprint fromJson(ObjectNode form) {
    return BlueprintReader.read(form.deepCopy(), new ProblemList(), Map.of());
  }

  /** The blueprint in one piece, schemas inlined, as the control log carries it. A copy. */
  public ObjectNode json() {
    return json.deepCopy();
  }

  /** The digest of {@link #json()}: it names this very blueprint. */
  public Digest digest() {
    return digest;
  }

  public String name() {
    return name;
  }

  /** The version of the records that its schemas describe, from 1. */
  public int schemaVersion() {
    return schemaVersion;
  }

  /** In declared order. */
  public List<Domain> domains() {
    return List.copyOf(domains.values());
  }

  public Optional<Domain> domain(String domainName) {
    return Optional.ofNullable(domains.get(domainName));
  }

  /**
   * The domains in the order in which their records are best sent: referenced ones first, so that
   * few have to wait for others.
   */
  public List<Domain> domainsParentsFirst() {
    return sendingOrder;
  }

  /** Which keys of a browser's store hold records of which domains. */
  public StoreLayout storeLayout() {
    return storeLayout;
  }

  /** All tables, ordered so that a table comes behind those that it references. */
  public List<Table> tablesParentsFirst() {
    return tables.order();
  }

  /**
   * The columns that refer to rows: of the records that references name, and of the same record.
   * Tables and columns as declared; one entry for each column and table that it refers to.
   */
  public List<ForeignKey> foreignKeys() {
    return tables.foreignKeys();
  }

  /** What to add to the tables once the move is done, in declared order. */
  public List<AfterMove> afterMove() {
    return tables.afterMove();
  }

  /**
   * Whether a row can have null in this column: a record may leave it out, or a domain that writes
   * the table does not fill it.
   */
  public boolean mayBeNull(Table table, Column column) {
    return !tables.filled().getOrDefault(table, Set.of()).contains(column);
  }

  @Override
  public String toString() {
    return "Blueprint[" + name + " " + digest + "]";
  }
}
