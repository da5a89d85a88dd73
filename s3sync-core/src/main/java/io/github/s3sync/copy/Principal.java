package io.github.s3sync.copy;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Credentials that say whose they are when they cannot be had. A client that is closed closes what
 * it has its credentials from; this stays open.
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
