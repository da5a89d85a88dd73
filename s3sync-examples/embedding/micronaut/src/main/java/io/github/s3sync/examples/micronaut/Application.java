package io.github.s3sync.examples.micronaut;

import io.micronaut.runtime.Micronaut;

/** A Micronaut application that replicates objects beside its other work. */
public final class Application {

  private Application() {}

  /**
   * Starts the application.
   *
   * @param args properties, such as {@code -replication.queue-url=https://…}
   */
  public static void main(String[] args) {
    Micronaut.run(Application.class, args);
  }
}
