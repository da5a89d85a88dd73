package io.github.s3sync.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

class FakeBucketTest extends FakeS3Harness {

  @Test
  void notification_currentVersion_carriesWhatAHeadWouldSay() throws Exception {
    put("a b+c", "old");
    String eTag = put("a b+c", "newer");

    JsonNode body = JsonMapper.builder().build().readTree(notification("a b+c"));

    JsonNode object = body.at("/Records/0/s3/object");
    assertThat(object.at("/key").asText()).isEqualTo("a+b%2Bc");
    assertThat(object.at("/size").asLong()).isEqualTo(5);
    assertThat(object.at("/eTag").asText()).isEqualTo(eTag.replace("\"", ""));
    assertThat(object.at("/versionId").isMissingNode()).isTrue();
    assertThat(object.at("/sequencer").asText()).isEqualTo("0A");
    assertThat(body.at("/Records/0/s3/bucket/name").asText()).isEqualTo("src");
  }

  @Test
  void notification_versionedBucket_namesTheVersion() throws Exception {
    fake.enableVersioning("src");
    String version =
        s3.putObject(r -> r.bucket("src").key("k"), RequestBody.fromString("v")).versionId();

    JsonNode body = JsonMapper.builder().build().readTree(notification("k"));

    assertThat(body.at("/Records/0/s3/object/versionId").asText()).isEqualTo(version);
  }

  @Test
  void notification_noObject_isRefused() {
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> notification("k"));
  }

  private String notification(String key) {
    return fake.bucket("src").notification(key, "0A");
  }
}
