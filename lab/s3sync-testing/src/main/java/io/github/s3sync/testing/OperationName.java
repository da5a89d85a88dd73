package io.github.s3sync.testing;

import java.util.Set;

/** Determines the API's name of a request's operation. */
final class OperationName {

  private OperationName() {}

  static String of(
      String method, String bucket, String key, Set<String> query, Set<String> headers) {
    if (bucket.isEmpty()) {
      return method.equals("GET") ? "ListBuckets" : "Unknown";
    }
    return key.isEmpty() ? ofBucket(method, query) : ofObject(method, query, headers);
  }

  private static String ofBucket(String method, Set<String> query) {
    return switch (method) {
      case "PUT" -> ofBucketPut(query);
      case "HEAD" -> "HeadBucket";
      case "DELETE" -> "DeleteBucket";
      case "POST" -> query.contains("delete") ? "DeleteObjects" : "Unknown";
      case "GET" -> ofBucketGet(query);
      default -> "Unknown";
    };
  }

  private static String ofBucketPut(Set<String> query) {
    if (query.contains("versioning")) {
      return "PutBucketVersioning";
    }
    if (query.contains("lifecycle")) {
      return "PutBucketLifecycleConfiguration";
    }
    return query.contains("notification") ? "PutBucketNotificationConfiguration" : "CreateBucket";
  }

  private static String ofBucketGet(Set<String> query) {
    if (query.contains("lifecycle")) {
      return "GetBucketLifecycleConfiguration";
    }
    if (query.contains("notification")) {
      return "GetBucketNotificationConfiguration";
    }
    if (query.contains("versioning")) {
      return "GetBucketVersioning";
    }
    if (query.contains("location")) {
      return "GetBucketLocation";
    }
    if (query.contains("uploads")) {
      return "ListMultipartUploads";
    }
    if (query.contains("versions")) {
      return "ListObjectVersions";
    }
    return query.contains("list-type") ? "ListObjectsV2" : "ListObjects";
  }

  private static String ofObject(String method, Set<String> query, Set<String> headers) {
    String subresource = subresource(query);
    boolean upload = query.contains("uploadId");
    return switch (method) {
      case "HEAD" -> "HeadObject";
      case "GET" -> {
        if (query.contains("attributes")) {
          yield "GetObjectAttributes";
        }
        yield upload ? "ListParts" : subresource.isEmpty() ? "GetObject" : "Get" + subresource;
      }
      case "PUT" -> {
        if (!subresource.isEmpty()) {
          yield "Put" + subresource;
        }
        boolean copy = headers.contains("x-amz-copy-source");
        yield upload ? copy ? "UploadPartCopy" : "UploadPart" : copy ? "CopyObject" : "PutObject";
      }
      case "POST" ->
          query.contains("uploads")
              ? "CreateMultipartUpload"
              : upload
                  ? "CompleteMultipartUpload"
                  : query.contains("restore") ? "RestoreObject" : "Unknown";
      case "DELETE" ->
          upload
              ? "AbortMultipartUpload"
              : subresource.isEmpty() ? "DeleteObject" : "Delete" + subresource;
      default -> "Unknown";
    };
  }

  private static String subresource(Set<String> query) {
    if (query.contains("tagging")) {
      return "ObjectTagging";
    }
    if (query.contains("retention")) {
      return "ObjectRetention";
    }
    if (query.contains("legal-hold")) {
      return "ObjectLegalHold";
    }
    return query.contains("acl") ? "ObjectAcl" : "";
  }
}
