package io.github.s3sync.executor;

import io.github.s3sync.client.S3Clients;
import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.option.TransferMode;
import software.amazon.awssdk.services.s3.S3Client;

/** The paths of a copy. Their replicas must be indistinguishable. */
public enum CopyPath {
  /** One request. */
  SINGLE("one request", 1_000, 0, TransferMode.SERVER_SIDE),
  /** Three parts. */
  MULTIPART("parts", 11 * 1024 * 1024, 3, TransferMode.SERVER_SIDE),
  /** One request to read and one to write. */
  STREAMED("stream", 1_000, 0, TransferMode.STREAM),
  /** Three parts, each read and written. */
  STREAMED_MULTIPART("stream in parts", 11 * 1024 * 1024, 3, TransferMode.STREAM);

  private final String words;
  private final int sizeBytes;
  private final int parts;
  private final TransferMode transfer;

  CopyPath(String words, int sizeBytes, int parts, TransferMode transfer) {
    this.words = words;
    this.sizeBytes = sizeBytes;
    this.parts = parts;
    this.transfer = transfer;
  }

  /** Returns the name of the path in a table. */
  String words() {
    return words;
  }

  /** Returns the number of parts in a receipt. */
  int parts() {
    return parts;
  }

  public TransferMode transfer() {
    return transfer;
  }

  public byte[] content() {
    byte[] content = new byte[sizeBytes];
    new java.util.Random(sizeBytes).nextBytes(content);
    return content;
  }

  CopyExecutor executor(S3Client client) {
    return executor(S3Clients.of(client));
  }

  CopyExecutor executor(S3Clients clients) {
    long mib = 1024 * 1024;
    return S3CopyExecutor.builder(clients)
        .multipartThresholdBytes(5 * mib)
        .partSizeBytes(5 * mib)
        .streamPartSizeBytes(5 * mib)
        .build();
  }
}
