package io.github.s3sync.reconcile;

import io.github.s3sync.client.S3Clients;
import io.github.s3sync.destination.Role;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/** A store on which {@link PlantedFaultsContract} runs. */
public interface ComparedStore extends AutoCloseable {

  /**
   * Returns the client that plants objects.
   *
   * @return the client
   */
  S3Client client();

  /**
   * Returns the clients of comparisons and repairs.
   *
   * @return the clients
   */
  default S3Clients clients() {
    return S3Clients.of(client());
  }

  /**
   * Returns the role that reads and writes the replicas.
   *
   * @return the role; null if the client of the source may access the replicas
   */
  default @Nullable Role role() {
    return null;
  }

  /**
   * Returns the bucket of the sources, which exists and is empty.
   *
   * @return the name
   */
  default String source() {
    return "planted-source";
  }

  /**
   * Returns the bucket of the replicas in the order of their sources, which exists and is empty.
   *
   * @return the name
   */
  default String ordered() {
    return "planted-ordered";
  }

  /**
   * Returns the bucket of the replicas in another order, which exists and is empty.
   *
   * @return the name
   */
  default String unordered() {
    return "planted-unordered";
  }

  /**
   * Tells whether the store lists keys in the order of their UTF-8 bytes.
   *
   * @return false if a comparison must not rely on the order
   */
  default boolean isOrdered() {
    return true;
  }

  /**
   * Tells whether requests are so quick that every level is compared.
   *
   * @return false to compare the levels that include the others
   */
  default boolean isQuick() {
    return false;
  }

  /**
   * Tells whether copies keep the storage class.
   *
   * @return false if requests with a storage class fail
   */
  default boolean storageClasses() {
    return true;
  }

  /**
   * Tells whether the store has tags.
   *
   * @return false if requests for tags fail
   */
  default boolean tags() {
    return true;
  }

  /**
   * Tells whether HEAD shows the number of tags.
   *
   * @return false if tags are only found by reading them
   */
  default boolean countsTags() {
    return true;
  }

  /**
   * Returns the planted objects that this store cannot keep apart, each with the reason. Each must
   * still fail.
   *
   * @return names of {@link PlantedObjects#ALL}
   */
  default Map<String, String> gaps() {
    return Map.of();
  }

  @Override
  void close();
}
