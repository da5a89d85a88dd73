package io.github.s3sync.lambda;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Answers each copy and each lookup of an object as successful. Opens no connection. */
final class CannedS3 implements SdkHttpClient {

  static final String E_TAG = "9dd4e461268c8034f5c8564e155c67a6";

  private static final byte[] COPIED =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <CopyObjectResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">\
      <LastModified>2026-09-01T10:20:31.000Z</LastModified>\
      <ETag>&quot;%s&quot;</ETag></CopyObjectResult>
      """
          .formatted(E_TAG)
          .getBytes(StandardCharsets.UTF_8);

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    boolean look = request.httpRequest().method() == SdkHttpMethod.HEAD;
    SdkHttpResponse response =
        SdkHttpResponse.builder()
            .statusCode(200)
            .putHeader("ETag", '"' + E_TAG + '"')
            .putHeader("Content-Length", look ? "1" : Integer.toString(COPIED.length))
            .build();
    HttpExecuteResponse.Builder answer = HttpExecuteResponse.builder().response(response);
    if (!look) {
      answer.responseBody(AbortableInputStream.create(new ByteArrayInputStream(COPIED)));
    }
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() {
        return answer.build();
      }

      @Override
      public void abort() {}
    };
  }

  @Override
  public void close() {}
}
