package io.github.s3sync.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.S3Sync;
import io.github.s3sync.config.EnvironmentReader;
import io.github.s3sync.config.InvalidConfigException;
import io.github.s3sync.event.Bodies;
import java.util.HashMap;
import java.util.Map;

/**
 * Checks that any environment yields a façade, or the documented exception with a printable
 * message. The environment is encoded as in Linux: names and values, with a zero character after
 * each pair.
 */
final class EnvironmentReaderTarget {

  private static final String BODY = Bodies.records(Bodies.recordOf("in/a.txt"));

  private EnvironmentReaderTarget() {}

  static void check(String text) {
    Map<String, String> environment = new HashMap<>();
    for (String pair : text.split("\0", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        environment.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    if (environment.getOrDefault("S3SYNC_RULES", "").startsWith("s3://")) {
      environment.remove("S3SYNC_RULES"); // would send requests to S3
    }
    try (S3Sync sync = new EnvironmentReader().read(environment)) {
      assertThat(sync.explain(BODY)).isNotBlank();
    } catch (InvalidConfigException e) {
      Message.check(e.getMessage());
      Message.check(e.where());
    }
  }
}
