package io.github.s3sync.testing;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.s3sync.testing.NotificationBody.Change;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;

/**
 * Creates the JSON that S3 sends when an archived object can be read again. Neither form has a
 * sequencer.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">Event
 *     message structure</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html">EventBridge
 *     event message structure</a>
 */
final class RestoreBodies {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String EXPIRY = "2100-12-31T00:00:00Z";

  private RestoreBodies() {}

  static String notification(
      String bucket, String key, StoredObject object, @Nullable String versionId) {
    Change change =
        new Change("ObjectRestore:Completed", object.content().length(), object.eTag(), versionId);
    ObjectNode body =
        NotificationBody.tree(bucket, key, change, "AmazonCustomer:OWNER", Instant.now(), "");
    ObjectNode record = (ObjectNode) body.withArray("Records").get(0);
    record.withObject("/s3/object").remove("sequencer");
    record
        .withObject("/glacierEventData/restoreEventData")
        .put("lifecycleRestorationExpiryTime", EXPIRY)
        .put("lifecycleRestoreStorageClass", object.storageClass());
    return body.toString();
  }

  static String event(String bucket, String key, StoredObject object, @Nullable String versionId) {
    ObjectNode event = JSON.createObjectNode();
    event.put("version", "0").put("id", UUID.randomUUID().toString());
    event.put("detail-type", "Object Restore Completed").put("source", "aws.s3");
    event.put("account", FakeS3.OWNER);
    event.put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    event.put("region", Region.US_EAST_1.id());
    event.putArray("resources").add("arn:aws:s3:::" + bucket);
    ObjectNode detail = event.putObject("detail").put("version", "0");
    detail.putObject("bucket").put("name", bucket);
    ObjectNode restored = detail.putObject("object");
    restored.put("key", key);
    restored.put("size", object.content().length());
    restored.put("etag", object.eTag());
    if (versionId != null) {
      restored.put("version-id", versionId);
    }
    detail.put("request-id", UUID.randomUUID().toString());
    detail.put("requester", "s3.amazonaws.com");
    detail.put("restore-expiry-time", EXPIRY);
    detail.put("source-storage-class", object.storageClass());
    return event.toString();
  }
}
