package io.github.s3sync.reconcile.compare;

import io.github.s3sync.client.S3Clients;
import io.github.s3sync.copy.CopyException;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.request.ObjectState;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.RequestPayer;

/**
 * Reads a source and its replica side by side and compares their bytes. Both requests require the
 * eTags that were seen before. Safe for use by many threads.
 */
final class ContentComparison {

  static final int REQUESTS = 2;

  private static final int BUFFER = 1 << 16;

  private final S3Clients clients;

  ContentComparison(S3Clients clients) {
    this.clients = Objects.requireNonNull(clients, "clients");
  }

  /**
   * Compares the bytes.
   *
   * @return whether the bytes are equal
   * @throws CopyException if one of the objects cannot be read or has changed
   */
  boolean isEqual(CopyPlan plan, ObjectState source, ObjectState replica) {
    if (source.sizeBytes() != replica.sizeBytes()) {
      return false;
    }
    S3Client from = clients.source(plan);
    S3Client to = clients.destination(plan);
    String owner = plan.rule().sourceOwner();
    String replicaOwner = plan.destination().expectedOwner();
    try (ResponseInputStream<GetObjectResponse> one =
            open(from, plan, plan.source(), owner, source);
        ResponseInputStream<GetObjectResponse> other =
            open(to, plan, plan.replica(), replicaOwner, replica)) {
      boolean equal = isEqual(one, other);
      if (!equal) {
        // Closing a body would read the rest of it.
        one.abort();
        other.abort();
      }
      return equal;
    } catch (SdkException e) {
      throw CopyException.of("GetObject " + plan.source() + " or " + plan.replica(), e, REQUESTS);
    } catch (IOException e) {
      throw new CopyException(
          FailureReason.NO_ANSWER,
          "GetObject " + plan.source() + " or " + plan.replica() + ": " + e.getMessage(),
          REQUESTS,
          e);
    }
  }

  private static ResponseInputStream<GetObjectResponse> open(
      S3Client client, CopyPlan plan, ObjectRef object, @Nullable String owner, ObjectState seen) {
    return client.getObject(
        GetObjectRequest.builder()
            .bucket(object.bucket())
            .key(object.key())
            .ifMatch('"' + seen.eTag() + '"')
            .expectedBucketOwner(owner)
            .requestPayer(plan.rule().options().requestPayer() ? RequestPayer.REQUESTER : null)
            .build());
  }

  private static boolean isEqual(InputStream one, InputStream other) throws IOException {
    byte[] ofOne = new byte[BUFFER];
    byte[] ofOther = new byte[BUFFER];
    while (true) {
      int read = one.readNBytes(ofOne, 0, BUFFER);
      int readOther = other.readNBytes(ofOther, 0, BUFFER);
      if (read != readOther || !Arrays.equals(ofOne, 0, read, ofOther, 0, read)) {
        return false;
      }
      if (read < BUFFER) {
        return true;
      }
    }
  }
}
