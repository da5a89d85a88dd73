package io.github.s3sync.executor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpPut;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ServiceClientConfiguration;

/**
 * Puts an object with headers in UTF-8, as curl, s3cmd and browsers send them. The SDK's client
 * would change them.
 */
final class RawPut {

  private RawPut() {}

  static void put(
      S3Client client, String bucket, String key, Map<String, String> headers, byte[] content) {
    S3ServiceClientConfiguration configuration = client.serviceClientConfiguration();
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.PUT)
            .uri(URI.create(client.utilities().getUrl(r -> r.bucket(bucket).key(key)).toString()));
    headers.forEach(request::putHeader);
    AwsCredentialsIdentity credentials =
        configuration.credentialsProvider().resolveIdentity().join();
    SignedRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                r ->
                    r.identity(credentials)
                        .request(request.build())
                        .payload(ContentStreamProvider.fromByteArray(content))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, configuration.region().id())
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false));
    try (CloseableHttpClient http = http()) {
      HttpPut put = new HttpPut(signed.request().getUri());
      put.setEntity(new ByteArrayEntity(content, null));
      signed
          .request()
          .forEachHeader(
              (name, values) -> {
                if (!name.equalsIgnoreCase("Host") && !name.equalsIgnoreCase("Content-Length")) {
                  values.forEach(value -> put.addHeader(name, value));
                }
              });
      int status = http.execute(put, HttpResponse::getCode);
      if (status != 200) {
        throw new IOException("PUT is answered by " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CloseableHttpClient http() {
    return HttpClients.custom()
        .disableContentCompression()
        .setConnectionManager(
            PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(
                    ManagedHttpClientConnectionFactory.builder()
                        .charCodingConfig(CharCodingConfig.custom().setCharset(UTF_8).build())
                        .build())
                .build())
        .build();
  }
}
