package io.github.s3sync.testing;

import java.util.Map;

/** Implements the operations on a bucket itself. */
final class Buckets {

  private final Store store;
  private final Access access;

  Buckets(Store store, Access access) {
    this.store = store;
    this.access = access;
  }

  void register(Map<String, Operation> operations) {
    operations.put("ListBuckets", request -> list());
    operations.put("CreateBucket", this::create);
    operations.put("HeadBucket", this::head);
    operations.put("DeleteBucket", this::delete);
    operations.put("GetBucketLocation", this::location);
    operations.put("GetBucketVersioning", this::getVersioning);
    operations.put("PutBucketVersioning", this::putVersioning);
  }

  private Answer list() {
    return Answer.xml(
        "ListAllMyBucketsResult",
        xml ->
            xml.nest(
                "Buckets",
                list ->
                    store
                        .buckets()
                        .forEach(
                            bucket ->
                                list.nest("Bucket", entry -> entry.text("Name", bucket.name())))));
  }

  private Answer create(S3Request request) {
    store.create(request.bucket(), FakeS3.OWNER);
    return Answer.empty(200).with("location", "/" + request.bucket());
  }

  private Answer head(S3Request request) {
    Bucket bucket = access.open(request, "s3:ListBucket");
    String region = bucket.region();
    boolean asked =
        region == null || request.header("authorization", "").contains("/" + region + "/s3/");
    return Answer.empty(asked ? 200 : 301)
        .with("x-amz-bucket-region", region == null ? "us-east-1" : region);
  }

  private Answer delete(S3Request request) {
    store.delete(access.open(request, "s3:DeleteBucket"));
    return Answer.empty(204);
  }

  private Answer location(S3Request request) {
    access.open(request, "s3:GetBucketLocation");
    return Answer.xml("LocationConstraint", xml -> {});
  }

  private Answer getVersioning(S3Request request) {
    Bucket bucket = access.open(request, "s3:GetBucketVersioning");
    return Answer.xml(
        "VersioningConfiguration",
        xml ->
            xml.text(
                "Status",
                switch (bucket.versioning()) {
                  case OFF -> null;
                  case ENABLED -> "Enabled";
                  case SUSPENDED -> "Suspended";
                }));
  }

  private Answer putVersioning(S3Request request) {
    Bucket bucket = access.open(request, "s3:PutBucketVersioning");
    String status = XmlBody.parse(request.body()).require("Status");
    bucket.versioning(
        switch (status) {
          case "Enabled" -> Bucket.Versioning.ENABLED;
          case "Suspended" -> Bucket.Versioning.SUSPENDED;
          default -> throw new Refusal(400, "MalformedXML", "Unknown status " + status);
        });
    return Answer.empty(200);
  }
}
