package io.github.s3sync.option;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Defines the Object Lock of replicas, in a bucket that has Object Lock enabled. Immutable.
 *
 * @since 0.1.0
 */
public final class ObjectLock {

  private static final List<String> MODES = List.of("GOVERNANCE", "COMPLIANCE");

  private final @Nullable String mode;
  private final @Nullable Duration retention;
  private final boolean legalHold;

  private ObjectLock(Builder builder) {
    this.mode = builder.mode;
    this.retention = builder.retention;
    this.legalHold = builder.legalHold;
  }

  /**
   * Returns a builder of a lock without retention and without legal hold.
   *
   * @return the builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns a lock that retains each replica in {@code GOVERNANCE} mode.
   *
   * @param retention the retention period, which starts with the copy
   * @return the lock
   * @throws InvalidOptionException if the period is not positive
   */
  public static ObjectLock governance(Duration retention) {
    return builder().mode("GOVERNANCE").retention(retention).build();
  }

  /**
   * Returns a lock that retains each replica in {@code COMPLIANCE} mode.
   *
   * @param retention the retention period, which starts with the copy
   * @return the lock
   * @throws InvalidOptionException if the period is not positive
   */
  public static ObjectLock compliance(Duration retention) {
    return builder().mode("COMPLIANCE").retention(retention).build();
  }

  /**
   * Returns the retention mode.
   *
   * @return {@code GOVERNANCE} or {@code COMPLIANCE}; null if no retention is set
   */
  public @Nullable String mode() {
    return mode;
  }

  /**
   * Returns the retention period, which starts with the copy.
   *
   * @return the period; null if and only if the mode is null
   */
  public @Nullable Duration retention() {
    return retention;
  }

  /**
   * Tells whether a legal hold is placed.
   *
   * @return true if it is placed
   */
  public boolean legalHold() {
    return legalHold;
  }

  /**
   * Returns a builder with the values of this lock.
   *
   * @return the builder
   */
  public Builder toBuilder() {
    return new Builder().mode(mode).retention(retention).legalHold(legalHold);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ObjectLock that
        && Objects.equals(mode, that.mode)
        && Objects.equals(retention, that.retention)
        && legalHold == that.legalHold;
  }

  @Override
  public int hashCode() {
    return Objects.hash(mode, retention, legalHold);
  }

  /** Describes the lock on one line. */
  @Override
  public String toString() {
    return new Properties("objectLock")
        .add("mode", mode)
        .add("retention", retention)
        .add("legalHold", legalHold)
        .toString();
  }

  /** Builds an {@link ObjectLock}. Not thread-safe. */
  public static final class Builder {

    private @Nullable String mode;
    private @Nullable Duration retention;
    private boolean legalHold;

    private Builder() {}

    /**
     * Sets the retention mode, which requires a retention period.
     *
     * @param name {@code GOVERNANCE} or {@code COMPLIANCE}; null, the default, for no retention
     * @return this
     */
    public Builder mode(@Nullable String name) {
      this.mode = name;
      return this;
    }

    /**
     * Sets the retention period, which requires a mode.
     *
     * @param period the period, which starts with the copy; null, the default, for no retention
     * @return this
     */
    public Builder retention(@Nullable Duration period) {
      this.retention = period;
      return this;
    }

    /**
     * Sets whether a legal hold is placed.
     *
     * @param placed false by default
     * @return this
     */
    public Builder legalHold(boolean placed) {
      this.legalHold = placed;
      return this;
    }

    /**
     * Builds the lock.
     *
     * @return the lock
     * @throws InvalidOptionException if S3 does not define the mode, if only one of mode and
     *     retention is present, or if the retention is not positive
     */
    public ObjectLock build() {
      if (mode != null) {
        AllowedWords.check("objectLock.mode", mode, MODES);
      }
      if ((mode == null) != (retention == null)) {
        throw new InvalidOptionException(
            "objectLock", "has only one of mode and retention, expected both or none");
      }
      if (retention != null && (retention.isZero() || retention.isNegative())) {
        throw new InvalidOptionException(
            "objectLock.retention", "is " + retention + ", expected more than 0");
      }
      return new ObjectLock(this);
    }
  }
}
