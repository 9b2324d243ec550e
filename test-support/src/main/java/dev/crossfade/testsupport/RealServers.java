package dev.crossfade.testsupport;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test class a real broker and a real PostgreSQL: {@code @ExtendWith(RealServers.class)},
 * then parameters of type {@link TestKafka} and {@link TestDatabase} on constructors, tests and
 * {@code @BeforeAll} and like methods.
 *
 * <p>All test classes of a JVM share the two servers, each started when first asked for. Each
 * top-level test class, nested classes included, gets one namespace and one database. A test that
 * kills or stops a server starts its own.
 */
public final class RealServers implements ParameterResolver {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == TestKafka.class || type == TestDatabase.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Store ofClass = topLevel(context).getStore(Namespace.create(RealServers.class));
    ServersOfThisJvm servers = ServersOfThisJvm.of(context);
    return parameter.getParameter().getType() == TestKafka.class
        ? ofClass.computeIfAbsent(TestKafka.class, key -> servers.newNamespace())
        : ofClass.computeIfAbsent(TestDatabase.class, key -> servers.newDatabase());
  }

  private static ExtensionContext topLevel(ExtensionContext context) {
    ExtensionContext current = context;
    ExtensionContext root = context.getRoot();
    while (current.getParent().isPresent() && !current.getParent().get().equals(root)) {
      current = current.getParent().get();
    }
    return current;
  }
}
