package io.github.s3sync.client;

import io.github.s3sync.copy.NoCredentialsException;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Provides credentials and names their principal if they are missing. Closing a client closes its
 * credentials provider; this provider stays open.
 */
final class Principal implements AwsCredentialsProvider {

  private final String name;
  private final AwsCredentialsProvider provider;

  Principal(String name, AwsCredentialsProvider provider) {
    this.name = name;
    this.provider = provider;
  }

  @Override
  public AwsCredentials resolveCredentials() {
    try {
      return provider.resolveCredentials();
    } catch (RuntimeException e) {
      throw new NoCredentialsException(name, e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
