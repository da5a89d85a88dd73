package io.github.s3sync.request;

import io.github.s3sync.checksum.ChecksumChoice;
import io.github.s3sync.client.HeaderText;
import io.github.s3sync.event.Internal;
import io.github.s3sync.option.CopyOptions;
import java.time.Clock;
import java.util.List;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.TaggingDirective;

/**
 * Sets the properties of replicas in requests that only test whether a copy would be accepted.
 *
 * @since 0.1.0
 */
@Internal
public final class TrialProperties {

  private TrialProperties() {}

  /**
   * Sets the properties of a multipart copy within one store in a request, for callers that test
   * whether the request would be accepted. A retention starts at this machine's time. The checksum
   * algorithm is that of the options, or otherwise that of the source. A stream to another store
   * may use a different algorithm, or none.
   *
   * @param request receives the properties
   * @param options the rule's options
   * @param head the source, with those properties that are known
   * @param tags the source's tags
   */
  public static void applyToUpload(
      CreateMultipartUploadRequest.Builder request,
      CopyOptions options,
      HeadObjectResponse head,
      List<Tag> tags) {
    properties(options).applyTo(request, head, tags);
  }

  /**
   * Sets the properties of a copy in one request within S3 itself, which keeps the source's
   * checksum.
   *
   * @param request receives the properties
   * @param options the rule's options
   * @param head the source
   */
  public static void applyToCopy(
      CopyObjectRequest.Builder request, CopyOptions options, HeadObjectResponse head) {
    properties(options).applyTo(request, head);
    request.overrideConfiguration(
        ReplicaProperties.onAws(AwsRequestOverrideConfiguration.builder().build()));
    if (!options.tags()) {
      request.taggingDirective(TaggingDirective.REPLACE);
    }
  }

  private static ReplicaProperties properties(CopyOptions options) {
    return new ReplicaProperties(
        options, Clock.systemUTC(), ChecksumChoice.OF_SOURCE, new HeaderText(true, true));
  }
}
