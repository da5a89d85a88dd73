package io.github.s3sync.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

class NotificationIT {
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private S3ProxyServer server;
  private S3Client s3;

  @BeforeEach
  void start() {
    server =
        S3ProxyServer.builder()
            .identity("writer", "secret", "src", "other")
            .notify("src", "in/", bodies::add)
            .start();
    server.createBucket("src");
    server.createBucket("other");
    s3 = server.client("writer");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void put_awkwardKey_isAnnouncedAsS3EncodesIt() throws Exception {
    String key = "in/한글 a+b/100%/café~*(1).txt";
    String eTag = put("src", key, "four").replace("\"", "");

    JsonNode event = onlyEvent();
    assertThat(event.at("/eventName").asText()).isEqualTo("ObjectCreated:Put");
    assertThat(event.at("/eventVersion").asText()).isEqualTo("2.1");
    assertThat(event.at("/eventSource").asText()).isEqualTo("aws:s3");
    assertThat(event.at("/eventTime").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    assertThat(event.at("/userIdentity/principalId").asText()).isEqualTo("AWS:writer");
    assertThat(event.at("/s3/bucket/name").asText()).isEqualTo("src");
    assertThat(event.at("/s3/bucket/arn").asText()).isEqualTo("arn:aws:s3:::src");
    assertThat(event.at("/s3/object/key").asText())
        .isEqualTo("in/%ED%95%9C%EA%B8%80+a%2Bb/100%25/caf%C3%A9%7E*%281%29.txt");
    assertThat(event.at("/s3/object/size").asLong()).isEqualTo(4);
    assertThat(event.at("/s3/object/eTag").asText()).isEqualTo(eTag);
    assertThat(event.at("/s3/object/versionId").isMissingNode()).isTrue();
    assertThat(event.at("/s3/object/sequencer").asText()).matches("[0-9A-F]{16,}");
  }

  @Test
  void write_otherPrefixOrBucket_isNotAnnounced() {
    put("src", "out/k", "v");
    put("other", "in/k", "v");

    assertThat(bodies).isEmpty();
  }

  @Test
  void copy_isAnnouncedAtItsDestination() throws Exception {
    put("other", "k", "v");
    s3.copyObject(
        c ->
            c.sourceBucket("other").sourceKey("k").destinationBucket("src").destinationKey("in/c"));

    assertThat(onlyEvent().at("/eventName").asText()).isEqualTo("ObjectCreated:Copy");
    assertThat(onlyEvent().at("/s3/object/key").asText()).isEqualTo("in/c");
  }

  @Test
  void multipartUpload_isAnnouncedOnce() throws Exception {
    String id = s3.createMultipartUpload(c -> c.bucket("src").key("in/m")).uploadId();
    String part =
        s3.uploadPart(
                u -> u.bucket("src").key("in/m").uploadId(id).partNumber(1),
                RequestBody.fromString("part"))
            .eTag();
    String eTag =
        s3.completeMultipartUpload(
                c ->
                    c.bucket("src")
                        .key("in/m")
                        .uploadId(id)
                        .multipartUpload(
                            m -> m.parts(CompletedPart.builder().partNumber(1).eTag(part).build())))
            .eTag();

    JsonNode event = onlyEvent();
    assertThat(event.at("/eventName").asText()).isEqualTo("ObjectCreated:CompleteMultipartUpload");
    assertThat(event.at("/s3/object/size").asLong()).isEqualTo(4);
    assertThat(event.at("/s3/object/eTag").asText()).isEqualTo(eTag.replace("\"", ""));
  }

  @Test
  void multipartUpload_wholeBucketSubscribed_bookkeepingIsNotAnnounced() throws Exception {
    bodies.clear();
    try (S3ProxyServer all =
        S3ProxyServer.builder().identity("w", "s", "all").notify("all", "", bodies::add).start()) {
      all.createBucket("all");
      String id = all.client("w").createMultipartUpload(c -> c.bucket("all").key("m")).uploadId();
      all.client("w").abortMultipartUpload(a -> a.bucket("all").key("m").uploadId(id));
    }

    assertThat(bodies).isEmpty();
  }

  @Test
  void delete_unversionedBucket_hasNeitherSizeNorVersion() throws Exception {
    put("src", "in/k", "v");
    bodies.clear();
    s3.deleteObject(d -> d.bucket("src").key("in/k"));

    JsonNode event = onlyEvent();
    assertThat(event.at("/eventName").asText()).isEqualTo("ObjectRemoved:Delete");
    assertThat(event.at("/s3/object").properties())
        .extracting(field -> field.getKey())
        .containsExactly("key", "sequencer");
  }

  @Test
  void delete_versionedBucket_createsMarkerThenRemovesVersion() throws Exception {
    s3.putBucketVersioning(
        v ->
            v.bucket("src").versioningConfiguration(c -> c.status(BucketVersioningStatus.ENABLED)));
    put("src", "in/k", "v");
    String version = onlyEvent().at("/s3/object/versionId").asText();
    assertThat(version).isEqualTo(s3.headObject(h -> h.bucket("src").key("in/k")).versionId());

    String marker = s3.deleteObject(d -> d.bucket("src").key("in/k")).versionId();
    s3.deleteObject(d -> d.bucket("src").key("in/k").versionId(marker));
    ObjectIdentifier first = ObjectIdentifier.builder().key("in/k").versionId(version).build();
    s3.deleteObjects(d -> d.bucket("src").delete(o -> o.objects(first)));

    assertThat(events())
        .extracting(
            event -> event.at("/eventName").asText(),
            event -> event.at("/s3/object/versionId").asText())
        .containsExactly(
            tuple("ObjectCreated:Put", version),
            tuple("ObjectRemoved:DeleteMarkerCreated", marker),
            tuple("ObjectRemoved:Delete", marker),
            tuple("ObjectRemoved:Delete", version));
  }

  @Test
  void sequencer_laterWrite_isGreater() throws Exception {
    put("src", "in/k", "1");
    put("src", "in/k", "2");

    assertThat(events()).extracting(NotificationIT::sequencer).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void write_manyAtOnce_lastSequencerIsTheObjectThatStays() throws Exception {
    IntStream.range(0, 40).parallel().forEach(i -> put("src", "in/k", "v".repeat(i)));

    JsonNode last = events().stream().max(Comparator.comparing(NotificationIT::sequencer)).get();
    HeadObjectResponse head = s3.headObject(h -> h.bucket("src").key("in/k"));
    assertThat(events())
        .extracting(event -> event.at("/s3/object/size").asInt())
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 40).boxed().toList());
    assertThat(last.at("/s3/object/size").asLong()).isEqualTo(head.contentLength());
    assertThat(last.at("/s3/object/eTag").asText()).isEqualTo(head.eTag().replace("\"", ""));
  }

  @Test
  void listener_throws_writeSucceeds() {
    try (S3ProxyServer deaf =
        S3ProxyServer.builder()
            .identity("w", "s", "all")
            .notify(
                "all",
                "",
                body -> {
                  throw new IllegalStateException("deaf");
                })
            .start()) {
      deaf.createBucket("all");

      assertThat(
              deaf.client("w")
                  .putObject(p -> p.bucket("all").key("k"), RequestBody.fromString("v"))
                  .eTag())
          .isNotEmpty();
    }
  }

  private String put(String bucket, String key, String content) {
    return s3.putObject(p -> p.bucket(bucket).key(key), RequestBody.fromString(content)).eTag();
  }

  private static BigInteger sequencer(JsonNode event) {
    return new BigInteger(event.at("/s3/object/sequencer").asText(), 16);
  }

  private JsonNode onlyEvent() throws Exception {
    assertThat(bodies).hasSize(1);
    return events().get(0);
  }

  private List<JsonNode> events() throws Exception {
    List<JsonNode> events = new ArrayList<>();
    for (String body : bodies) {
      JsonNode records = JsonMapper.builder().build().readTree(body).at("/Records");
      assertThat(records).hasSize(1);
      events.add(records.get(0));
    }
    return events;
  }
}
