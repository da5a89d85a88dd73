package io.github.s3sync.lambda;

import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.S3BucketEntity;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.S3Entity;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.S3EventNotificationRecord;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.S3ObjectEntity;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.MalformedEventException;
import io.github.s3sync.event.ObjectEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of AWS's {@code S3Event}. Lambda writes {@code ""} and {@code 0} there for what
 * S3 did not send; both are taken as absent, so that an empty object costs a look at it.
 */
final class S3EventRecords {

  private S3EventRecords() {}

  static ObjectEvent read(S3EventNotificationRecord record) {
    String name = required("eventName", record.getEventName());
    if (name.startsWith("s3:")) {
      name = name.substring("s3:".length());
    }
    EventKind kind = EventKind.ofEventName(name);
    S3Entity s3 = record.getS3();
    S3BucketEntity bucket = s3 == null ? null : s3.getBucket();
    S3ObjectEntity object = s3 == null ? null : s3.getObject();
    return new ObjectEvent(
        source(record.getEventSource()),
        kind,
        name,
        ofKind(kind, "s3.bucket.name", bucket == null ? null : bucket.getName()),
        // Still encoded: getUrlDecodedKey() replaces what is no UTF-8 and throws on a lone percent.
        ofKind(kind, "s3.object.key", object == null ? null : object.getKey()),
        object == null ? null : size(object.getSizeAsLong()),
        object == null ? null : present(object.geteTag()),
        object == null ? null : present(object.getVersionId()),
        object == null ? null : present(object.getSequencer()),
        record.getEventTime() == null
            ? null
            : Instant.ofEpochMilli(record.getEventTime().getMillis()),
        present(record.getAwsRegion()),
        record.getUserIdentity() == null
            ? null
            : present(record.getUserIdentity().getPrincipalId()),
        null);
  }

  private static EventSource source(@Nullable String name) {
    return switch (name == null ? "" : name) {
      case "aws:s3" -> EventSource.S3;
      case "minio:s3" -> EventSource.MINIO;
      case "ceph:s3" -> EventSource.CEPH;
      default ->
          throw new MalformedEventException(
              "eventSource is " + (name == null ? "missing" : "not S3's") + ", expected aws:s3");
    };
  }

  private static String ofKind(EventKind kind, String field, @Nullable String value) {
    if (kind == EventKind.OTHER) {
      return value == null ? "" : value;
    }
    return required(field, value);
  }

  private static String required(String field, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      throw new MalformedEventException(field + " is missing or empty, expected a string");
    }
    return value;
  }

  private static @Nullable String present(@Nullable String value) {
    return value == null || value.isBlank() ? null : value;
  }

  private static @Nullable Long size(@Nullable Long size) {
    return size == null || size <= 0 ? null : size;
  }
}
