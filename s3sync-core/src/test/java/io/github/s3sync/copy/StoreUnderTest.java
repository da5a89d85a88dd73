package io.github.s3sync.copy;

import software.amazon.awssdk.services.s3.S3Client;

/** A store that the contract runs against. */
public interface StoreUnderTest extends AutoCloseable {

  /**
   * The name of its results: {@code docs/stores/NAME.json}.
   *
   * @return the name, such as {@code ceph}
   */
  String name();

  /**
   * The client that puts sources and looks at them; it may do everything.
   *
   * @return the client
   */
  S3Client client();

  /**
   * The client that looks at replicas; it may do everything.
   *
   * @param path the path of the copy
   * @return the client
   */
  default S3Client replicaClient(CopyPath path) {
    return client();
  }

  /**
   * The clients of the copies.
   *
   * @param path the path of the copy
   * @return the clients
   */
  default S3Clients clients(CopyPath path) {
    return S3Clients.of(client(), replicaClient(path));
  }

  /**
   * The buckets of the sources; they exist.
   *
   * @return the names
   */
  default TestBuckets buckets() {
    return TestBuckets.CONTRACT;
  }

  /**
   * The buckets of the replicas; they exist.
   *
   * @param path the path of the copy
   * @return the names
   */
  default TestBuckets replicaBuckets(CopyPath path) {
    return buckets();
  }

  /**
   * Whether rules ask for tags; the checks of tags always do.
   *
   * @return false for a store without tags
   */
  default boolean tags() {
    return true;
  }

  /**
   * Whether rules ask for an ACL; the checks of ACLs always do.
   *
   * @return false for a store without ACLs
   */
  default boolean acls() {
    return true;
  }

  @Override
  void close();
}
