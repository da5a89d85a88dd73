package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.plan.FailureReason;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;

/** Checks sources with metadata that HTTP cannot carry, which HEAD only counts. */
class HiddenMetadataTest {

  private static final ExecutionInterceptor HIDING =
      new ExecutionInterceptor() {
        @Override
        public SdkHttpResponse modifyHttpResponse(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
          return context.request() instanceof HeadObjectRequest
              ? context.httpResponse().toBuilder().putHeader("x-amz-missing-meta", "2").build()
              : context.httpResponse();
        }
      };

  @ParameterizedTest
  @CsvSource({
    "SERVER_SIDE, false, 1000, CopyObject",
    "SERVER_SIDE, false, 220000, CopyObject",
    "SERVER_SIDE, false, 5368709120, CopyObject",
    "SERVER_SIDE, false, 5368709121, ",
    "STREAM, false, 1000, ",
    "STREAM, false, 220000, ",
    "SERVER_SIDE, true, 1000, ",
    "SERVER_SIDE, true, 220000, ",
    "STREAM, true, 1000, "
  })
  void execute_metadataIsHidden_isCopiedByS3OrNotAtAll(
      TransferMode transfer, boolean twoWay, long size, String copy) {
    try (CopyFixture with = new CopyFixture()) {
      S3Client client = with.s3.client("test", HIDING);
      with.options.transfer(transfer).twoWay(twoWay);
      with.s3.putSynthetic("src", "k", size, Map.of());
      with.s3.clearRequests();
      S3CopyExecutor executor =
          CopySeams.inParts(S3CopyExecutor.builder(client), CopyFixture.PART).build();
      if (copy == null) {
        CopyException e =
            catchThrowableOfType(
                CopyException.class,
                () -> executor.execute(with.plan(with.head(size), "src"), Deadline.none()));
        assertThat(e.reason()).isEqualTo(FailureReason.NOT_SUPPORTED);
        assertThat(e).hasMessageContaining("x-amz-missing-meta: 2");
        assertThat(with.hasReplica()).isFalse();
      } else {
        executor.execute(with.plan(with.head(size), "src"), Deadline.none());
        assertThat(with.s3.operations()).contains(copy).doesNotContain("UploadPartCopy");
      }
    }
  }
}
