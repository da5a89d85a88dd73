package io.github.s3sync.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.testing.FakeS3;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

class CopyCommandIT {

  private final FakeS3 s3 = FakeS3.start();

  CopyCommandIT() {
    s3.createBucket("src", "111111111111");
    s3.createBucket("dst", "222222222222");
  }

  @AfterEach
  void stop() {
    s3.close();
  }

  @Test
  void copy_severalObjects_areReplicatedWithTheirTags() {
    put("in/한글 a+b%20.txt", "content");
    put("in/sub/b", "");

    CliRun run = copy("s3://src/in/한글 a+b%20.txt", "s3://src/in/sub/b");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(
            "s3://src/in/한글 a+b%20.txt -> s3://dst/bdp/한글 a+b%20.txt  7 bytes, 0 parts",
            "s3://src/in/sub/b -> s3://dst/bdp/sub/b  0 bytes");
    assertThat(s3.sameContent("src", "in/한글 a+b%20.txt", "dst", "bdp/한글 a+b%20.txt")).isTrue();
    assertThat(s3.bucket("dst").tags("bdp/sub/b")).containsEntry("a", "1");
  }

  @Test
  void copy_json_isAnArrayOfOutcomes() {
    put("in/a", "content");

    CliRun run = copy("s3://src/in/a", "s3://src/in/gone", "s3://src/out/b", "--json");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(Json.read(run.out()).at("/0/outcome").textValue()).isEqualTo("copied");
    assertThat(Json.read(run.out()).at("/0/bytes").intValue()).isEqualTo(7);
    assertThat(Json.read(run.out()).at("/1/reason").textValue()).isEqualTo("SOURCE_GONE");
    assertThat(Json.read(run.out()).at("/2/reason").textValue()).isEqualTo("NO_RULE");
    assertThat(s3.bucket("dst").keys()).containsExactly("bdp/a");
  }

  @Test
  void copy_jsonOfAnOddKey_isTheKey() {
    put("in/two\nlines", "content");

    assertThat(Json.read(copy("s3://src/in/two\nlines", "--json").out()).at("/0/replica").asText())
        .isEqualTo("s3://dst/bdp/two\nlines");
  }

  @Test
  void copy_permissionMissing_saysSoAndExitsWith1() {
    put("in/a", "content");
    s3.deny("*", "s3:PutObject", "dst");

    CliRun run = copy("s3://src/in/a");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("s3://src/in/a  FAILED, ACCESS_DENIED: ");
    assertThat(s3.bucket("dst").keys()).isEmpty();
  }

  private void put(String key, String content) {
    s3.client()
        .putObject(p -> p.bucket("src").key(key).tagging("a=1"), RequestBody.fromString(content));
  }

  private CliRun copy(String... objects) {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_ENDPOINT_URL_S3", s3.endpoint().toString());
    environment.put("AWS_REGION", "us-east-1");
    environment.put("access_key", "cli");
    environment.put("secret_key", "not-a-secret");
    environment.put("S3SYNC_SOURCE", "s3://src/in/");
    environment.put("S3SYNC_DESTINATION", "s3://dst/bdp/");
    String[] args = new String[objects.length + 1];
    args[0] = "copy";
    System.arraycopy(objects, 0, args, 1, objects.length);
    return CliRun.in(environment, args);
  }
}
