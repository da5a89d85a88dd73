package io.github.s3sync.faults;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/** Accesses a source and its replica, which have the same key, without the proxy. */
final class Sides {

  private static final Tagging TAGS =
      Tagging.builder().tagSet(Tag.builder().key("team").value("data").build()).build();

  private final Stage stage;
  private final String key;
  private final int sizeBytes;
  private byte @Nullable [] source;

  Sides(Stage stage, String key, int sizeBytes) {
    this.stage = stage;
    this.key = key;
    this.sizeBytes = sizeBytes;
  }

  /** Puts the source. Each number yields different bytes and properties. */
  void put(int number) {
    String template = "template " + number + " " + sizeBytes;
    source = stage.contents().computeIfAbsent(template, absent -> putTemplate(absent, number));
    stage
        .direct()
        .copyObject(
            r ->
                r.sourceBucket(Stage.SOURCE)
                    .sourceKey(template)
                    .destinationBucket(Stage.SOURCE)
                    .destinationKey(key));
  }

  /** Puts a template only once: hundreds of sources are copied from a few templates. */
  private byte[] putTemplate(String template, int number) {
    byte[] content = new byte[sizeBytes];
    new Random(number).nextBytes(content);
    stage
        .direct()
        .putObject(
            r -> {
              r.bucket(Stage.SOURCE).key(template).contentType("text/v" + number);
              r.cacheControl("max-age=" + number).metadata(Map.of("number", "v" + number));
              r.tagging(stage.knowsTags() ? TAGS : null);
            },
            RequestBody.fromBytes(content));
    return content;
  }

  void deleteSource() {
    stage.direct().deleteObject(r -> r.bucket(Stage.SOURCE).key(key));
    source = null;
  }

  /** Tells whether bytes and properties are equal, or both objects are missing. */
  boolean areEqual() {
    HeadObjectResponse replica = head(Stage.DESTINATION);
    if (replica == null || source == null) {
      return replica == null && source == null;
    }
    HeadObjectResponse head = head(Stage.SOURCE);
    return head != null
        && replica.contentType().equals(head.contentType())
        && replica.cacheControl().equals(head.cacheControl())
        && replica.metadata().equals(head.metadata())
        && (!stage.knowsTags() || tags(Stage.DESTINATION).equals(tags(Stage.SOURCE)))
        && Arrays.equals(
            stage
                .direct()
                .getObjectAsBytes(r -> r.bucket(Stage.DESTINATION).key(key))
                .asByteArrayUnsafe(),
            source);
  }

  int openUploads() {
    return stage
        .direct()
        .listMultipartUploads(r -> r.bucket(Stage.DESTINATION).prefix(key))
        .uploads()
        .size();
  }

  /** Deletes the objects, because the servers keep everything in memory. */
  void forget() {
    deleteSource();
    stage.direct().deleteObject(r -> r.bucket(Stage.DESTINATION).key(key));
  }

  private @Nullable HeadObjectResponse head(String bucket) {
    S3Client client = stage.direct();
    try {
      return client.headObject(r -> r.bucket(bucket).key(key));
    } catch (NoSuchKeyException e) {
      return null;
    }
  }

  private List<Tag> tags(String bucket) {
    return stage.direct().getObjectTagging(r -> r.bucket(bucket).key(key)).tagSet();
  }
}
