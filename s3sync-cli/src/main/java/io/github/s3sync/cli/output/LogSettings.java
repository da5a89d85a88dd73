package io.github.s3sync.cli.output;

/** Sets properties of the log that the user has not set. */
public final class LogSettings {

  private static final String LOGGER = "org.slf4j.simpleLogger.";

  private LogSettings() {}

  /** Turns the log of outcomes off, for commands that print each outcome themselves. */
  public static void withoutOutcomes() {
    setIfAbsent("log.io.github.s3sync.outcome", "off");
  }

  /** Sets the level and the times of a process that runs for long. */
  public static void forService() {
    setIfAbsent("defaultLogLevel", "info");
    setIfAbsent("showDateTime", "true");
    setIfAbsent("dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
  }

  private static void setIfAbsent(String setting, String value) {
    if (System.getProperty(LOGGER + setting) == null) {
      System.setProperty(LOGGER + setting, value);
    }
  }
}
