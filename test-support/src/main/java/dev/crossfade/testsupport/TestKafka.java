package dev.crossfade.testsupport;

/**
 * The broker of this test JVM, as a parameter of tests with {@link RealServers}.
 *
 * @param bootstrap as in {@code bootstrap.servers}
 * @param namespace a name that no other test class gets (a letter, then letters and digits in lower
 *     case): the migration's name, or the start of the names of topics and groups
 */
public record TestKafka(String bootstrap, String namespace) {}
