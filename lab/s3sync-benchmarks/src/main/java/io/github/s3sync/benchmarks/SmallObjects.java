package io.github.s3sync.benchmarks;

import io.github.s3sync.benchmarks.Contender.Small;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Creates the objects to copy. */
final class SmallObjects {

  static final int BYTES = 1024;

  private SmallObjects() {}

  /** Writes objects of 1 KiB to the bucket {@code src}. */
  static List<Small> put(S3Client client, int count) {
    List<Small> objects = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String key = "in/2026/11/22/%06d.json".formatted(i);
      String eTag =
          client
              .putObject(r -> r.bucket("src").key(key), RequestBody.fromBytes(new byte[BYTES]))
              .eTag()
              .replace("\"", "");
      objects.add(new Small(key, Notifications.created("src", key, eTag, BYTES)));
    }
    return objects;
  }
}
