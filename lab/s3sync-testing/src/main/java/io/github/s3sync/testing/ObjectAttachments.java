package io.github.s3sync.testing;

import java.util.Map;

/** Implements the operations on tags, ACL and lock of an existing object. */
final class ObjectAttachments {

  private static final String GROUPS = "http://acs.amazonaws.com/groups/global/";

  private final Access access;
  private final ObjectReads reads;

  ObjectAttachments(Access access, ObjectReads reads) {
    this.access = access;
    this.reads = reads;
  }

  void register(Map<String, Operation> operations) {
    operations.put("GetObjectTagging", this::getTags);
    operations.put("PutObjectTagging", this::putTags);
    operations.put("DeleteObjectTagging", this::deleteTags);
    operations.put("GetObjectRetention", this::getRetention);
    operations.put("PutObjectRetention", this::putRetention);
    operations.put("GetObjectLegalHold", this::getLegalHold);
    operations.put("PutObjectLegalHold", this::putLegalHold);
    operations.put("GetObjectAcl", this::getAcl);
    operations.put("PutObjectAcl", this::putAcl);
  }

  private Answer getTags(S3Request request) {
    Bucket bucket = access.open(request, ObjectReads.action(request, "s3:GetObjectTagging"));
    StoredObject object = reads.find(request, bucket);
    return Tags.answer(object.tags()).with("x-amz-version-id", bucket.shownVersion(object));
  }

  private Answer putTags(S3Request request) {
    Bucket bucket = access.open(request, ObjectReads.action(request, "s3:PutObjectTagging"));
    return replaceTags(request, bucket, Tags.ofBody(request), 200);
  }

  private Answer deleteTags(S3Request request) {
    Bucket bucket = access.open(request, ObjectReads.action(request, "s3:DeleteObjectTagging"));
    return replaceTags(request, bucket, Map.of(), 204);
  }

  private Answer replaceTags(
      S3Request request, Bucket bucket, Map<String, String> tags, int status) {
    StoredObject object = reads.find(request, bucket);
    bucket.change(request.key(), object.versionId(), current -> current.withTags(tags));
    return Answer.empty(status).with("x-amz-version-id", bucket.shownVersion(object));
  }

  private Answer getRetention(S3Request request) {
    StoredObject object = locked(request, "s3:GetObjectRetention", ObjectProperties.LOCK_MODE);
    return Answer.xml(
        "Retention",
        xml ->
            xml.text("Mode", object.headers().get(ObjectProperties.LOCK_MODE))
                .text("RetainUntilDate", object.headers().get(ObjectProperties.RETAIN_UNTIL_DATE)));
  }

  private Answer getLegalHold(S3Request request) {
    StoredObject object = locked(request, "s3:GetObjectLegalHold", ObjectProperties.LEGAL_HOLD);
    return Answer.xml(
        "LegalHold", xml -> xml.text("Status", object.headers().get(ObjectProperties.LEGAL_HOLD)));
  }

  private StoredObject locked(S3Request request, String action, String header) {
    StoredObject object = reads.find(request, access.open(request, action));
    if (!object.headers().containsKey(header)) {
      throw new Refusal(
          404,
          "NoSuchObjectLockConfiguration",
          "The specified object does not have a ObjectLock configuration");
    }
    return object;
  }

  private Answer putRetention(S3Request request) {
    XmlBody retention = XmlBody.parse(request.body());
    return lock(
        request,
        "s3:PutObjectRetention",
        Map.of(
            ObjectProperties.LOCK_MODE, retention.require("Mode"),
            ObjectProperties.RETAIN_UNTIL_DATE, retention.require("RetainUntilDate")));
  }

  private Answer putLegalHold(S3Request request) {
    String status = XmlBody.parse(request.body()).require("Status");
    return lock(request, "s3:PutObjectLegalHold", Map.of(ObjectProperties.LEGAL_HOLD, status));
  }

  private Answer lock(S3Request request, String action, Map<String, String> headers) {
    Bucket bucket = access.open(request, action);
    StoredObject object = reads.find(request, bucket);
    bucket.change(request.key(), object.versionId(), current -> current.withHeaders(headers));
    return Answer.empty(200);
  }

  private Answer putAcl(S3Request request) {
    Bucket bucket = access.open(request, ObjectReads.action(request, "s3:PutObjectAcl"));
    access.requireAcl(request, bucket);
    StoredObject object = reads.find(request, bucket);
    String acl = request.header("x-amz-acl", "private");
    bucket.change(request.key(), object.versionId(), current -> current.withAcl(acl));
    return Answer.empty(200);
  }

  private Answer getAcl(S3Request request) {
    Bucket bucket = access.open(request, ObjectReads.action(request, "s3:GetObjectAcl"));
    StoredObject object = reads.find(request, bucket);
    String writer = "writer";
    return Answer.xml(
        "AccessControlPolicy",
        xml -> {
          xml.nest("Owner", owner -> owner.text("ID", writer));
          xml.nest(
              "AccessControlList",
              list -> {
                grant(list, "CanonicalUser", "ID", writer, "FULL_CONTROL");
                grantCanned(list, object.acl(), bucket.owner());
              });
        });
  }

  private static void grantCanned(XmlWriter list, String acl, String bucketOwner) {
    switch (acl) {
      case "bucket-owner-full-control" ->
          grant(list, "CanonicalUser", "ID", bucketOwner, "FULL_CONTROL");
      case "bucket-owner-read" -> grant(list, "CanonicalUser", "ID", bucketOwner, "READ");
      case "public-read" -> grant(list, "Group", "URI", GROUPS + "AllUsers", "READ");
      case "public-read-write" -> {
        grant(list, "Group", "URI", GROUPS + "AllUsers", "READ");
        grant(list, "Group", "URI", GROUPS + "AllUsers", "WRITE");
      }
      case "authenticated-read" ->
          grant(list, "Group", "URI", GROUPS + "AuthenticatedUsers", "READ");
      default -> {}
    }
  }

  private static void grant(
      XmlWriter list, String type, String element, String grantee, String permission) {
    list.nest(
        "Grant", grant -> grant.grantee(type, element, grantee).text("Permission", permission));
  }
}
