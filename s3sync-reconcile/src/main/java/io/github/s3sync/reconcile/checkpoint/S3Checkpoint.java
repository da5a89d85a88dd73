package io.github.s3sync.reconcile.checkpoint;

import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.reconcile.checkpoint.CheckpointException.Reason;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Stores a checkpoint in an object. S3 replaces an object as a whole. */
final class S3Checkpoint implements CheckpointStore {

  private final S3Client client;
  private final ObjectRef object;

  S3Checkpoint(S3Client client, ObjectRef object) {
    this.client = Objects.requireNonNull(client, "client");
    this.object = Objects.requireNonNull(object, "object");
  }

  @Override
  public byte @Nullable [] read() {
    try (ResponseInputStream<GetObjectResponse> content =
        client.getObject(r -> r.bucket(object.bucket()).key(object.key()))) {
      byte[] bytes = content.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        content.abort();
        throw new IOException("it has more than " + MAX_BYTES + " bytes");
      }
      return bytes;
    } catch (NoSuchKeyException e) {
      return null;
    } catch (SdkException | IOException e) {
      throw new CheckpointException(
          Reason.UNREADABLE, "the checkpoint " + object + " cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public void write(byte[] content) {
    try {
      client.putObject(
          r -> r.bucket(object.bucket()).key(object.key()).contentType("application/x-ndjson"),
          RequestBody.fromBytes(content));
    } catch (SdkException e) {
      throw new CheckpointException(
          Reason.UNWRITABLE,
          "the checkpoint " + object + " cannot be written: " + e.getMessage(),
          e);
    }
  }

  @Override
  public void delete() {
    try {
      client.deleteObject(r -> r.bucket(object.bucket()).key(object.key()));
    } catch (SdkException e) {
      throw new CheckpointException(
          Reason.UNWRITABLE,
          "the checkpoint " + object + " cannot be deleted: " + e.getMessage(),
          e);
    }
  }

  @Override
  public ObjectRef object() {
    return object;
  }

  @Override
  public String toString() {
    return object.toString();
  }
}
