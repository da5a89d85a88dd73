package io.github.s3sync.cli;

import picocli.CommandLine.IVersionProvider;

/** Returns the output of {@code --version}, from the jar's manifest. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"s3sync " + (version == null ? "(not from a jar)" : version)};
  }
}
