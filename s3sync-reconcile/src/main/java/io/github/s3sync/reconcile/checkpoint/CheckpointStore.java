package io.github.s3sync.reconcile.checkpoint;

import io.github.s3sync.key.ObjectRef;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Stores one checkpoint. {@code toString} returns its location, for messages. Only one run at a
 * time may use the same location.
 *
 * @since 0.1.0
 */
public interface CheckpointStore {

  /** The maximum size of a checkpoint, 256 MiB. */
  int MAX_BYTES = 256 << 20;

  /**
   * Reads the checkpoint.
   *
   * @return the content; null if there is no checkpoint
   * @throws CheckpointException if the checkpoint cannot be read, or is larger than {@link
   *     #MAX_BYTES}
   */
  byte @Nullable [] read();

  /**
   * Replaces the checkpoint. Afterwards, the location has either the old or the new content, even
   * if the process is killed during the call.
   *
   * @param content the content
   * @throws CheckpointException if the checkpoint cannot be written
   */
  void write(byte[] content);

  /**
   * Deletes the checkpoint, if there is one.
   *
   * @throws CheckpointException if the checkpoint cannot be deleted
   */
  void delete();

  /**
   * Returns the object that contains the checkpoint. A run refuses an object that the run itself
   * would compare.
   *
   * @return the object; null if the checkpoint is not stored in S3
   */
  default @Nullable ObjectRef object() {
    return null;
  }

  /**
   * Returns a store in a file. The file is replaced by moving a complete file to its name.
   *
   * @param file the file, whose folder must exist
   * @return the store
   */
  static CheckpointStore file(Path file) {
    return new FileCheckpoint(file);
  }

  /**
   * Returns a store in an object. Needs {@code s3:GetObject}, {@code s3:PutObject} and {@code
   * s3:DeleteObject} for it, and {@code s3:ListBucket} for its bucket, so that a missing object is
   * not answered with 403.
   *
   * @param client the client; the caller closes it
   * @param object the object
   * @return the store
   */
  static CheckpointStore s3(S3Client client, ObjectRef object) {
    return new S3Checkpoint(client, object);
  }
}
