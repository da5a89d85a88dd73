package io.github.s3sync.client;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.event.Internal;
import io.github.s3sync.plan.FailureReason;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.util.VersionInfo;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Checks the version of the AWS SDK on the class path. The BOM of another library may select an
 * older version than this library needs. Each copy would then fail with {@link NoSuchMethodError}.
 */
@Internal
public final class SdkVersion {

  /**
   * The oldest version with which the tests of core pass ({@code -Pminimum-sdk}). It is the first
   * in which {@code HeadObject} reports the number of tags.
   */
  static final String MINIMUM = "2.31.66";

  private static final Logger log = LoggerFactory.getLogger(SdkVersion.class);

  private static final String REMEDY =
      "import software.amazon.awssdk:bom in dependencyManagement, before any other BOM that manages"
          + " the SDK, such as the BOM of Spring Cloud AWS or Micronaut";

  private SdkVersion() {}

  /**
   * Rejects an SDK that is too old, and warns about jars of several versions.
   *
   * @throws IllegalStateException if the SDK is older than {@link #MINIMUM}
   */
  public static void check() {
    check(ofCore(), ofS3());
  }

  public static void check(String core, @Nullable String s3) {
    for (String version : Arrays.asList(core, s3)) {
      if (version != null && isOlder(version, MINIMUM)) {
        throw new IllegalStateException(
            "the AWS SDK on the class path is "
                + version
                + ", expected "
                + MINIMUM
                + " or later: "
                + REMEDY);
      }
    }
    if (s3 != null && !s3.equals(core)) {
      log.warn("{}: {}", versions(core, s3), REMEDY);
    }
  }

  /** Returns the failure of a copy for which a class or method is missing. */
  public static CopyException incompatible(LinkageError e) {
    return new CopyException(
        FailureReason.INCOMPATIBLE_LIBRARY,
        e + "; a library has a different version than expected; " + versions(ofCore(), ofS3()),
        0,
        e);
  }

  private static String versions(String core, @Nullable String s3) {
    return s3 == null || s3.equals(core)
        ? "the AWS SDK on the class path is " + core
        : "the AWS SDK jars on the class path have different versions, sdk-core "
            + core
            + " and s3 "
            + s3;
  }

  /**
   * Returns the version of sdk-core, by reflection because the compiler would copy the value of the
   * constant into this class.
   */
  private static String ofCore() {
    try {
      return String.valueOf(VersionInfo.class.getField("SDK_VERSION").get(null));
    } catch (ReflectiveOperationException | LinkageError e) {
      return "unknown";
    }
  }

  /**
   * Returns the version of s3; null if the jar lacks Maven's description, as a jar with all
   * dependencies does.
   */
  private static @Nullable String ofS3() {
    String name = "/META-INF/maven/software.amazon.awssdk/s3/pom.properties";
    try (InputStream in = S3Client.class.getResourceAsStream(name)) {
      if (in == null) {
        return null;
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * Tells whether a version is older than another; false if either does not consist of three
   * numbers and an optional qualifier.
   */
  private static boolean isOlder(String version, String than) {
    if (!version.matches("\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}(-.*)?")) {
      return false;
    }
    return Arrays.compare(numbers(version), numbers(than)) < 0;
  }

  private static int[] numbers(String version) {
    return Arrays.stream(version.split("-", 2)[0].split("\\."))
        .mapToInt(Integer::parseInt)
        .toArray();
  }
}
