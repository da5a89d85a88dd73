package io.github.s3sync.client;

import io.github.s3sync.event.Internal;
import java.util.List;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.SdkServiceClientConfiguration;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.spi.scheme.AuthSchemeOption;
import software.amazon.awssdk.services.s3.S3ServiceClientConfiguration;
import software.amazon.awssdk.services.s3.auth.scheme.S3AuthSchemeProvider;

/**
 * Sends a body unchanged, instead of in signed chunks with {@code Content-Encoding: aws-chunked}:
 * some stores keep that as the encoding of the object, and others reject it. The body is still
 * protected: always by the checksum or {@code Content-MD5} in the request, and without TLS also by
 * its hash in the signature.
 */
@Internal
public final class PlainBodies implements SdkPlugin {

  private static final PlainBodies PLUGIN = new PlainBodies();

  private PlainBodies() {}

  /** Returns the configuration of a request that sends a body. */
  public static AwsRequestOverrideConfiguration with(AwsRequestOverrideConfiguration request) {
    return request.toBuilder().addPlugin(PLUGIN).build();
  }

  @Override
  public void configureClient(SdkServiceClientConfiguration.Builder configuration) {
    S3ServiceClientConfiguration.Builder s3 = (S3ServiceClientConfiguration.Builder) configuration;
    S3AuthSchemeProvider schemes = s3.authSchemeProvider();
    S3AuthSchemeProvider known = schemes == null ? S3AuthSchemeProvider.defaultProvider() : schemes;
    s3.authSchemeProvider(parameters -> inOnePiece(known.resolveAuthScheme(parameters)));
  }

  private static List<AuthSchemeOption> inOnePiece(List<AuthSchemeOption> options) {
    return options.stream()
        .map(
            option ->
                option.toBuilder()
                    .putSignerProperty(AwsV4FamilyHttpSigner.CHUNK_ENCODING_ENABLED, false)
                    .build())
        .toList();
  }
}
