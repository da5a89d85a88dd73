package io.github.s3sync.testing;

import java.util.Map;

/** Stores a bucket's lifecycle and notification configurations without applying them. */
final class BucketConfigurations {

  private static final String LIFECYCLE = "LifecycleConfiguration";
  private static final String NOTIFICATION = "NotificationConfiguration";

  private final Access access;

  BucketConfigurations(Access access) {
    this.access = access;
  }

  void register(Map<String, Operation> operations) {
    operations.put(
        "PutBucketLifecycleConfiguration",
        request -> put(request, LIFECYCLE, "s3:PutLifecycleConfiguration"));
    operations.put("GetBucketLifecycleConfiguration", this::lifecycle);
    operations.put(
        "PutBucketNotificationConfiguration",
        request -> put(request, NOTIFICATION, "s3:PutBucketNotification"));
    operations.put("GetBucketNotificationConfiguration", this::notification);
  }

  private Answer put(S3Request request, String name, String action) {
    access.open(request, action).configurations().put(name, request.body());
    return Answer.empty(200);
  }

  private Answer lifecycle(S3Request request) {
    Bucket bucket = access.open(request, "s3:GetLifecycleConfiguration");
    Content configuration = bucket.configurations().get(LIFECYCLE);
    if (configuration == null) {
      throw new Refusal(
          404, "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist");
    }
    return xml(configuration);
  }

  private Answer notification(S3Request request) {
    Bucket bucket = access.open(request, "s3:GetBucketNotification");
    Content configuration = bucket.configurations().get(NOTIFICATION);
    return configuration == null ? Answer.xml(NOTIFICATION, xml -> {}) : xml(configuration);
  }

  private static Answer xml(Content body) {
    return new Answer(200, Map.of("content-type", "application/xml"), body);
  }
}
