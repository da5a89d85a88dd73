package io.github.s3sync.testing;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;

/**
 * Creates the JSON that S3 sends to a queue or a function when an object was created or removed.
 */
final class NotificationBody {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Always three digits of milliseconds, as S3 writes them; Instant.toString omits zeros. */
  private static final DateTimeFormatter EVENT_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private NotificationBody() {}

  /** Describes a change of the object; fields that S3 omits are {@code null}. */
  record Change(
      String eventName, @Nullable Long size, @Nullable String eTag, @Nullable String versionId) {}

  static String of(
      String bucket, String key, Change change, String principal, Instant time, String sequencer) {
    return tree(bucket, key, change, principal, time, sequencer).toString();
  }

  static ObjectNode tree(
      String bucket, String key, Change change, String principal, Instant time, String sequencer) {
    ObjectNode body = JSON.createObjectNode();
    ObjectNode event = body.putArray("Records").addObject();
    event.put("eventVersion", "2.1");
    event.put("eventSource", "aws:s3");
    event.put("awsRegion", Region.US_EAST_1.id());
    event.put("eventTime", EVENT_TIME.format(time));
    event.put("eventName", change.eventName());
    event.putObject("userIdentity").put("principalId", principal);
    event.putObject("requestParameters").put("sourceIPAddress", "127.0.0.1");
    event
        .putObject("responseElements")
        .put("x-amz-request-id", UUID.randomUUID().toString())
        .put("x-amz-id-2", UUID.randomUUID().toString());

    ObjectNode s3 = event.putObject("s3").put("s3SchemaVersion", "1.0");
    s3.put("configurationId", "s3sync-testing");
    ObjectNode bucketNode = s3.putObject("bucket").put("name", bucket);
    bucketNode.putObject("ownerIdentity").put("principalId", "OWNER");
    bucketNode.put("arn", "arn:aws:s3:::" + bucket);

    ObjectNode object = s3.putObject("object").put("key", encoded(key));
    if (change.size() != null) {
      object.put("size", change.size());
    }
    if (change.eTag() != null) {
      object.put("eTag", change.eTag());
    }
    if (change.versionId() != null) {
      object.put("versionId", change.versionId());
    }
    object.put("sequencer", sequencer);
    return body;
  }

  /** Returns a key in the form of S3's notifications: form encoding that keeps the slashes. */
  static String encoded(String key) {
    return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
  }
}
