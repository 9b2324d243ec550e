package dev.crossfade.standalone.load.jdbc;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.ServiceLoader;

/** Connects, also through drivers that do not come along. */
final class JdbcConnections {
  private JdbcConnections() {}

  /** A connection that changes nothing and sees one state of the database throughout. */
  static Connection open(JdbcSettings.Account account) throws IOException {
    Properties properties = new Properties();
    if (account.user() != null) {
      properties.setProperty("user", account.user());
    }
    if (account.password() != null) {
      properties.setProperty("password", account.password());
    }
    if (account.url().startsWith("jdbc:postgresql:")) {
      properties.setProperty("ApplicationName", "crossfade snapshot");
    }
    try {
      Connection connection =
          account.drivers().isEmpty()
              ? DriverManager.getConnection(account.url(), properties)
              : connect(account, properties);
      try {
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        // PostgreSQL reads by pieces only inside a transaction.
        connection.setAutoCommit(false);
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
      return connection;
    } catch (SQLException e) {
      boolean noDriver =
          "08001".equals(e.getSQLState()) && String.valueOf(e.getMessage()).contains("suitable");
      throw noDriver
          ? JdbcException.usage(
              "There is no driver for this --jdbc URL. Name its jar with --driver, and look at how"
                  + " the URL begins.")
          : JdbcException.of("The database cannot be opened", e);
    }
  }

  private static Connection connect(JdbcSettings.Account account, Properties properties)
      throws IOException, SQLException {
    List<URL> jars = new ArrayList<>();
    for (Path jar : account.drivers()) {
      jars.add(url(jar));
    }
    // Open as long as the process: the driver loads its classes when it needs them.
    @SuppressWarnings("resource")
    var loader = new URLClassLoader(jars.toArray(URL[]::new));
    List<String> found = new ArrayList<>();
    for (Driver driver : ServiceLoader.load(Driver.class, loader)) {
      found.add(driver.getClass().getName());
      Connection connection = driver.connect(account.url(), properties);
      if (connection != null) {
        return connection;
      }
    }
    throw JdbcException.usage(
        "None of the drivers takes this --jdbc URL: " + String.join(", ", found) + ".");
  }

  private static URL url(Path jar) throws MalformedURLException, JdbcException {
    if (!Files.isReadable(jar)) {
      throw JdbcException.usage("--driver: " + jar + " cannot be read.");
    }
    return jar.toUri().toURL();
  }
}
