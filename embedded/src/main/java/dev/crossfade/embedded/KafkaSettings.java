package dev.crossfade.embedded;

import java.nio.file.Path;
import java.util.Properties;

/** The broker's settings: one node, durable per message, small when idle. */
final class KafkaSettings {
  static final int NODE_ID = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private KafkaSettings() {}

  static Properties of(Path logDirectory, int port, int controllerPort) {
    Properties p = new Properties();
    network(p, port, controllerPort);
    p.setProperty("log.dirs", logDirectory.toString());
    p.setProperty("auto.create.topics.enable", "false");
    p.setProperty("message.max.bytes", String.valueOf(2 * 1024 * 1024));
    // One broker has no replica to save what the page cache holds at power loss: each append is on
    // disk when acknowledged.
    p.setProperty("log.flush.interval.messages", "1");
    // The log is the truth; a topic that may forget says so itself.
    p.setProperty("log.retention.ms", "-1");
    // After SIGKILL the controller refuses the broker's new life until the session of the old one
    // has ended.
    p.setProperty("broker.session.timeout.ms", "2000");
    p.setProperty("broker.heartbeat.interval.ms", "500");
    p.setProperty("group.initial.rebalance.delay.ms", "0");
    internalTopics(p);
    footprint(p);
    return p;
  }

  private static void network(Properties p, int port, int controllerPort) {
    p.setProperty("process.roles", "broker,controller");
    p.setProperty("node.id", String.valueOf(NODE_ID));
    // Fixed voters, not the quorum kept in the log: the controller's port may differ at each start.
    p.setProperty("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
    p.setProperty("controller.listener.names", CONTROLLER_LISTENER);
    p.setProperty("inter.broker.listener.name", "PLAINTEXT");
    p.setProperty(
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
    p.setProperty(
        "listeners",
        "PLAINTEXT://127.0.0.1:"
            + port
            + ","
            + CONTROLLER_LISTENER
            + "://127.0.0.1:"
            + controllerPort);
    p.setProperty("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
  }

  private static void internalTopics(Properties p) {
    p.setProperty("default.replication.factor", "1");
    p.setProperty("min.insync.replicas", "1");
    p.setProperty("offsets.topic.replication.factor", "1");
    p.setProperty("offsets.topic.num.partitions", "4");
    p.setProperty("transaction.state.log.replication.factor", "1");
    p.setProperty("transaction.state.log.min.isr", "1");
    p.setProperty("transaction.state.log.num.partitions", "4");
    p.setProperty("share.coordinator.state.topic.replication.factor", "1");
    p.setProperty("share.coordinator.state.topic.min.isr", "1");
    p.setProperty("share.coordinator.state.topic.num.partitions", "1");
  }

  private static void footprint(Properties p) {
    p.setProperty("num.network.threads", "2");
    p.setProperty("num.io.threads", "4");
    p.setProperty("background.threads", "2");
    p.setProperty("num.recovery.threads.per.data.dir", "2");
    p.setProperty("log.cleaner.threads", "1");
    p.setProperty("log.cleaner.dedupe.buffer.size", String.valueOf(8 * 1024 * 1024));
    p.setProperty("log.cleaner.io.buffer.size", String.valueOf(256 * 1024));
    // The controller's idle records: each costs a write and a flush.
    p.setProperty("metadata.max.idle.interval.ms", "5000");
  }
}
