package io.github.s3sync.executor;

import io.github.s3sync.client.S3Clients;
import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.option.TransferMode;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.s3.S3Client;

/** The paths of a copy. Their replicas must be indistinguishable. */
public enum CopyPath {
  /** One request. */
  SINGLE("one request", 0, TransferMode.SERVER_SIDE),
  /** Three parts. */
  MULTIPART("parts", 3, TransferMode.SERVER_SIDE),
  /** One request to read and one to write. */
  STREAMED("stream", 0, TransferMode.STREAM),
  /** Three parts, each read and written. */
  STREAMED_MULTIPART("stream in parts", 3, TransferMode.STREAM);

  private static final Map<Integer, byte[]> CONTENTS = new ConcurrentHashMap<>();

  private final String words;
  private final int parts;
  private final TransferMode transfer;

  CopyPath(String words, int parts, TransferMode transfer) {
    this.words = words;
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

  /** Returns the content of an object that is copied this way by {@link CopyFixture}. */
  public byte[] content() {
    return content(CopyFixture.PART);
  }

  /** Returns the same for parts of this size: the last part is smaller. */
  byte[] content(int partBytes) {
    int sizeBytes = parts == 0 ? 1_000 : (parts - 1) * partBytes + partBytes / 5;
    return CONTENTS.computeIfAbsent(sizeBytes, CopyPath::random).clone();
  }

  private static byte[] random(int sizeBytes) {
    byte[] content = new byte[sizeBytes];
    new Random(sizeBytes).nextBytes(content);
    return content;
  }

  CopyExecutor executor(S3Client client) {
    return executor(S3Clients.of(client), CopyFixture.PART);
  }

  CopyExecutor executor(S3Clients clients, int partBytes) {
    return CopySeams.inParts(S3CopyExecutor.builder(clients), partBytes).build();
  }
}
