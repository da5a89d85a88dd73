package io.github.s3sync.lambda;

import com.amazonaws.services.lambda.runtime.events.S3Event;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.S3BucketEntity;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.S3Entity;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.S3EventNotificationRecord;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.S3ObjectEntity;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writes AWS's {@code S3Event} as the JSON that it was read from, so that one reader interprets
 * records for all handlers. Lambda writes {@code ""} and {@code 0} for fields that S3 did not send;
 * both are omitted, so that an empty object costs a lookup.
 */
final class S3EventJson {

  private S3EventJson() {}

  static String of(S3Event event) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode records = root.putArray("Records");
    for (S3EventNotificationRecord record : event.getRecords()) {
      write(record, records.addObject());
    }
    return root.toString();
  }

  private static void write(@Nullable S3EventNotificationRecord record, ObjectNode to) {
    if (record == null) {
      return;
    }
    put(to, "eventVersion", record.getEventVersion());
    put(to, "eventSource", record.getEventSource());
    put(to, "eventName", record.getEventName());
    put(to, "awsRegion", record.getAwsRegion());
    if (record.getEventTime() != null) {
      put(to, "eventTime", time(record.getEventTime().getMillis()));
    }
    if (record.getUserIdentity() != null) {
      put(to.putObject("userIdentity"), "principalId", record.getUserIdentity().getPrincipalId());
    }
    S3Entity s3 = record.getS3();
    if (s3 != null) {
      write(s3.getBucket(), s3.getObject(), to.putObject("s3"));
    }
  }

  private static void write(
      @Nullable S3BucketEntity bucket, @Nullable S3ObjectEntity object, ObjectNode to) {
    if (bucket != null) {
      put(to.putObject("bucket"), "name", bucket.getName());
    }
    if (object != null) {
      ObjectNode written = to.putObject("object");
      // Still encoded: getUrlDecodedKey() replaces invalid UTF-8 and throws on a lone percent.
      put(written, "key", object.getKey());
      put(written, "eTag", object.geteTag());
      put(written, "versionId", object.getVersionId());
      put(written, "sequencer", object.getSequencer());
      Long size = object.getSizeAsLong();
      if (size != null && size != 0) {
        written.put("size", size);
      }
    }
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  private static void put(ObjectNode to, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      to.put(name, value);
    }
  }
}
