package io.github.s3sync.executor;

import io.github.s3sync.client.S3Clients;
import software.amazon.awssdk.services.s3.S3Client;

/** A store on which the contract runs. */
public interface StoreUnderTest extends AutoCloseable {

  /**
   * Returns the name of its results: {@code docs/stores/NAME.json}.
   *
   * @return the name, such as {@code ceph}
   */
  String name();

  /**
   * Returns the client that puts and looks up sources; it has all permissions.
   *
   * @return the client
   */
  S3Client client();

  /**
   * Returns the client that looks up replicas; it has all permissions.
   *
   * @param path the path of the copy
   * @return the client
   */
  default S3Client replicaClient(CopyPath path) {
    return client();
  }

  /**
   * Returns the clients of the copies.
   *
   * @param path the path of the copy
   * @return the clients
   */
  default S3Clients clients(CopyPath path) {
    return S3Clients.of(client(), replicaClient(path));
  }

  /**
   * Returns the buckets of the sources, which exist.
   *
   * @return the names
   */
  default TestBuckets buckets() {
    return TestBuckets.CONTRACT;
  }

  /**
   * Returns the buckets of the replicas, which exist.
   *
   * @param path the path of the copy
   * @return the names
   */
  default TestBuckets replicaBuckets(CopyPath path) {
    return buckets();
  }

  /**
   * Returns the size of the parts of a copy.
   *
   * @return S3's smallest size; a store in the same process may accept smaller parts
   */
  default int partBytes() {
    return 5 * 1024 * 1024;
  }

  /**
   * Tells whether rules copy tags; the checks of tags always do.
   *
   * @return false for a store without tags
   */
  default boolean tags() {
    return true;
  }

  /**
   * Tells whether rules set an ACL; the checks of ACLs always do.
   *
   * @return false for a store without ACLs
   */
  default boolean acls() {
    return true;
  }

  @Override
  void close();
}
