package dev.crossfade.testsupport;

/**
 * An empty database of the test class's own on the PostgreSQL of this test JVM, as a parameter of
 * tests with {@link RealServers}. The user is a superuser.
 */
public record TestDatabase(String jdbcUrl, String user, String password) {}
