package io.github.s3sync.cli.page;

import java.time.Duration;
import java.time.Instant;

/**
 * Describes a run.
 *
 * @param command the command, such as {@code verify}
 * @param options the options of the command; empty if there are none
 * @param began when the run began
 * @param took how long it took
 * @param version the name and version of s3sync
 */
public record RunFacts(
    String command, String options, Instant began, Duration took, String version) {}
