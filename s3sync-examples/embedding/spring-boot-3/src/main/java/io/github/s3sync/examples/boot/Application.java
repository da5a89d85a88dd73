package io.github.s3sync.examples.boot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** A Spring Boot application that replicates objects beside its other work. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Application {

  /**
   * Starts the application.
   *
   * @param args properties, such as {@code --replication.queue-url=https://…}
   */
  public static void main(String[] args) {
    SpringApplication.run(Application.class, args);
  }
}
