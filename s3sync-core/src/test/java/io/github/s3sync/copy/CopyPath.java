package io.github.s3sync.copy;

import software.amazon.awssdk.services.s3.S3Client;

/** The ways a copy can go, which must not be told apart by looking at the replica. */
public enum CopyPath {
  /** One request. */
  SINGLE(1_000),
  /** Three parts. */
  MULTIPART(11 * 1024 * 1024);

  private final int sizeBytes;

  CopyPath(int sizeBytes) {
    this.sizeBytes = sizeBytes;
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
        .build();
  }
}
