package io.github.s3sync.copy;

import java.util.Set;
import software.amazon.awssdk.services.s3.S3Client;

/** A server that the contract runs against. */
public interface StoreUnderTest extends AutoCloseable {

  /** The bucket that is copied from. */
  String SOURCE = "contract-source";

  /** The bucket that is copied to. */
  String DESTINATION = "contract-destination";

  /**
   * The client that may do everything; both buckets exist.
   *
   * @return the client
   */
  S3Client client();

  /**
   * The names of the checks that this server cannot pass, for both paths or, behind the name of a
   * {@link CopyPath}, for one. A name whose check passes fails the contract, so that the list
   * cannot grow old.
   *
   * @return names
   */
  Set<String> knownGaps();

  /**
   * Whether the server knows tags and ACLs at all; where it does not, the checks of other
   * properties leave them out.
   *
   * @return true if it does
   */
  boolean knowsTagsAndAcls();

  @Override
  void close();
}
