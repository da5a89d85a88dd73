package io.github.s3sync.executor;

import io.github.s3sync.client.S3Clients;
import io.github.s3sync.testing.FakeS3;
import io.github.s3sync.testing.RedirectedS3Client;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The fake S3 with clients that treat it as Amazon S3. Other stores are compared with it, to count
 * the additional requests of a copy.
 */
final class AwsLikeStore implements StoreUnderTest {

  private final FakeS3 server = FakeS3.start();
  private final S3Client copier = RedirectedS3Client.create(server.endpoint(), "test");
  private final int partBytes;
  private final boolean tags;
  private final boolean acls;

  /** Creates the store with the options of rules for another store. */
  AwsLikeStore(StoreUnderTest other) {
    this.partBytes = other.partBytes();
    server.minimumPartBytes(partBytes);
    this.tags = other.tags();
    this.acls = other.acls();
    buckets().create(server.client());
  }

  @Override
  public String name() {
    return "aws-like";
  }

  @Override
  public S3Client client() {
    return server.client();
  }

  @Override
  public S3Clients clients(CopyPath path) {
    return S3Clients.of(copier);
  }

  @Override
  public int partBytes() {
    return partBytes;
  }

  @Override
  public boolean tags() {
    return tags;
  }

  @Override
  public boolean acls() {
    return acls;
  }

  @Override
  public void close() {
    copier.close();
    server.close();
  }
}
