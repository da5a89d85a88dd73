package io.github.s3sync.reconcile.checkpoint;

import io.github.s3sync.reconcile.checkpoint.CheckpointException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Stores a checkpoint in a file. */
final class FileCheckpoint implements CheckpointStore {

  private final Path file;
  private final Path temporary;

  FileCheckpoint(Path file) {
    this.file = file.toAbsolutePath();
    this.temporary = this.file.resolveSibling(Objects.requireNonNull(file.getFileName()) + ".tmp");
  }

  @Override
  public byte @Nullable [] read() {
    try (InputStream content = Files.newInputStream(file)) {
      byte[] bytes = content.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("it has more than " + MAX_BYTES + " bytes");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw new CheckpointException(
          Reason.UNREADABLE, "the checkpoint " + file + " cannot be read: " + e, e);
    }
  }

  @Override
  public void write(byte[] content) {
    try {
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        // Otherwise, the name could refer to an empty file after a power failure.
        channel.force(true);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new CheckpointException(
          Reason.UNWRITABLE, "the checkpoint " + file + " cannot be written: " + e, e);
    }
  }

  @Override
  public void delete() {
    try {
      Files.deleteIfExists(file);
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      throw new CheckpointException(
          Reason.UNWRITABLE, "the checkpoint " + file + " cannot be deleted: " + e, e);
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
