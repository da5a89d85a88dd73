package io.github.s3sync.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.testing.FakeS3;
import io.github.s3sync.testing.LambdaRuntime;
import io.github.s3sync.testing.StsServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * The uploaded jar contains all classes that it needs, although it contains only parts of its
 * libraries.
 */
class AllJarIT {

  private static final Duration AMPLE = Duration.ofSeconds(30);
  private static final String KEY = "in/한글 + menu.txt";
  private static final String REPLICA = "bdp/한글 + menu.txt";
  private static final String ROLE = "arn:aws:iam::222222222222:role/replica";

  private final FakeS3 s3 = FakeS3.start();
  private final StsServer sts = StsServer.start();

  @BeforeEach
  void createBuckets() {
    s3.createBucket("src-bucket");
    s3.createBucket("dst-bucket");
    sts.role(ROLE, "partner-4711", StsServer.Session.of("replica", "secret"));
  }

  @AfterEach
  void stop() {
    s3.close();
    sts.close();
  }

  @Test
  void classes_namedByWhatIsReached_areInTheJar() throws IOException {
    ReachedClasses reached = ReachedClasses.in(AllJar.file());

    // Fewer would mean that the search ended early.
    assertThat(reached.names()).hasSizeGreaterThan(5_000);
    assertThat(reached.missing()).isEmpty();
  }

  @Test
  void invoke_eventBridge_copies() {
    put(1024);

    invoke(Map.of());

    assertThat(s3.operations()).contains("CopyObject");
  }

  @Test
  void invoke_largeObject_isCopiedInParts() {
    put(12 << 20);

    invoke(
        Map.of("S3SYNC_MULTIPART_THRESHOLD_BYTES", "5242880", "S3SYNC_PART_SIZE_BYTES", "5242880"));

    assertThat(s3.operations()).contains("UploadPartCopy", "CompleteMultipartUpload");
  }

  @Test
  void invoke_roleOfTheDestination_copies() {
    put(1024);
    s3.deny("function", "*", "*");

    invoke(
        Map.of(
            "S3SYNC_DESTINATION_ROLE_ARN",
            ROLE,
            "S3SYNC_DESTINATION_EXTERNAL_ID",
            "partner-4711",
            "AWS_ENDPOINT_URL_STS",
            sts.endpoint().toString()));

    assertThat(sts.requests())
        .containsExactly(new StsServer.AssumeRole("function", ROLE, "s3sync", "partner-4711"));
  }

  @Test
  void invoke_stream_copies() {
    put(12 << 20);

    invoke(Map.of("S3SYNC_TRANSFER", "stream", "S3SYNC_STREAM_PART_SIZE_BYTES", "5242880"));

    assertThat(s3.operations()).contains("GetObject", "UploadPart");
  }

  private void put(int size) {
    byte[] content = new byte[size];
    Arrays.fill(content, (byte) 'x');
    s3.client().putObject(b -> b.bucket("src-bucket").key(KEY), RequestBody.fromBytes(content));
    s3.clearRequests();
  }

  /** Makes the jar copy the object by an EventBridge event, under AWS's runtime client. */
  private void invoke(Map<String, String> more) {
    Map<String, String> env = new HashMap<>(more);
    env.put("S3SYNC_SOURCE", "s3://src-bucket/in/");
    env.put("S3SYNC_DESTINATION", "s3://dst-bucket/bdp/{filename}");
    env.put("AWS_ENDPOINT_URL_S3", s3.endpoint().toString());
    env.put("access_key", "function");
    env.put("secret_key", "function-secret");
    try (LambdaRuntime function =
        LambdaRuntime.start(AllJar.classpath(), S3SyncHandler.class.getName(), env)) {
      assertThat(function.invoke(Fixtures.event("eventbridge-created.json"), AMPLE).body())
          .isEqualTo("{\"copied\":1,\"deleted\":0,\"skipped\":0,\"setUpMessages\":0}");
    }
    assertThat(s3.sameContent("src-bucket", KEY, "dst-bucket", REPLICA)).isTrue();
  }
}
