package io.github.s3sync.copy;

import io.github.s3sync.rule.TransferMode;
import software.amazon.awssdk.services.s3.S3Client;

/** The ways a copy can go, which must not be told apart by looking at the replica. */
public enum CopyPath {
  /** One request. */
  SINGLE(1_000, 0, TransferMode.SERVER_SIDE),
  /** Three parts. */
  MULTIPART(11 * 1024 * 1024, 3, TransferMode.SERVER_SIDE),
  /** One request to read and one to write. */
  STREAMED(1_000, 0, TransferMode.STREAM),
  /** Three parts, each read and written. */
  STREAMED_MULTIPART(11 * 1024 * 1024, 3, TransferMode.STREAM);

  private final int sizeBytes;
  private final int parts;
  private final TransferMode transfer;

  CopyPath(int sizeBytes, int parts, TransferMode transfer) {
    this.sizeBytes = sizeBytes;
    this.parts = parts;
    this.transfer = transfer;
  }

  /** How many parts a receipt tells of. */
  int parts() {
    return parts;
  }

  TransferMode transfer() {
    return transfer;
  }

  byte[] content() {
    byte[] content = new byte[sizeBytes];
    new java.util.Random(sizeBytes).nextBytes(content);
    return content;
  }

  CopyExecutor executor(S3Client client) {
    long mib = 1024 * 1024;
    return S3CopyExecutor.builder(client)
        .multipartThresholdBytes(5 * mib)
        .partSizeBytes(5 * mib)
        .streamPartSizeBytes(5 * mib)
        .build();
  }
}
