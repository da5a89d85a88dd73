package io.github.s3sync.benchmarks;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/**
 * Answers every request at once, without a socket or a server: a CopyObject as S3 does, and a
 * HeadObject of the same object, which s3sync sends after a copy of more than a second.
 */
final class CannedHttp implements SdkHttpClient {

  static final String ETAG = "b10a8db164e0754105b7a99be72e3fe5";

  private static final byte[] BODY =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <CopyObjectResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">\
      <LastModified>2026-11-22T10:20:31.000Z</LastModified>\
      <ETag>&quot;%s&quot;</ETag></CopyObjectResult>\
      """
          .formatted(ETAG)
          .getBytes(StandardCharsets.UTF_8);

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() {
        return HttpExecuteResponse.builder()
            .response(
                SdkHttpFullResponse.builder()
                    .statusCode(200)
                    .putHeader("Content-Type", "application/xml")
                    .putHeader("Content-Length", Integer.toString(BODY.length))
                    .putHeader("ETag", "\"" + ETAG + "\"")
                    .putHeader("x-amz-request-id", "C3D13FE58DE4C810")
                    .build())
            .responseBody(AbortableInputStream.create(new ByteArrayInputStream(BODY)))
            .build();
      }

      @Override
      public void abort() {
        // No request is in progress.
      }
    };
  }

  @Override
  public void close() {
    // No resource is open.
  }
}
