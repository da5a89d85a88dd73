package io.github.s3sync.examples;

import io.github.s3sync.client.RegionalS3Clients;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.testing.S3ProxyServer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Provides a source and a destination account, and the notifications of the source's objects. */
final class Accounts implements AutoCloseable {

  /** S3Proxy supports neither tags nor ACLs. */
  static final CopyOptions OPTIONS = CopyOptions.builder().tags(false).acl(null).build();

  private final List<String> notifications = new CopyOnWriteArrayList<>();
  private final S3ProxyServer server =
      S3ProxyServer.builder()
          .identity("source", "not-a-secret", "src")
          .identity("destination", "not-a-secret", "dst")
          .identity("replicator", "not-a-secret", "src", "dst")
          .notify("src", "", notifications::add)
          .start();

  Accounts() {
    server.createBucket("src");
    server.createBucket("dst");
  }

  S3Client replicator() {
    return server.client("replicator");
  }

  /** Returns clients of the same principal, for rules that may contain Regions and endpoints. */
  RegionalS3Clients clients() {
    return RegionalS3Clients.builder()
        .accessKey("replicator", "not-a-secret")
        .defaultRegion("us-east-1")
        .endpoint(server.endpoint())
        .build();
  }

  List<String> notifications() {
    return notifications;
  }

  /** Puts an object as the source account. */
  ObjectRef put(String key, String content) {
    server
        .client("source")
        .putObject(p -> p.bucket("src").key(key), RequestBody.fromString(content));
    return new ObjectRef("src", key);
  }

  /** Reads a replica as the destination account. */
  String replica(String key) {
    return server
        .client("destination")
        .getObjectAsBytes(g -> g.bucket("dst").key(key))
        .asUtf8String();
  }

  List<String> replicas() {
    return server.client("destination").listObjectsV2(l -> l.bucket("dst")).contents().stream()
        .map(object -> object.key())
        .toList();
  }

  @Override
  public void close() {
    server.close();
  }
}
