package io.github.s3sync.examples.deploy;

import java.util.List;
import java.util.Map;

/**
 * Describes an alarm in the form of either tool.
 *
 * @param name its name without that of the stack
 */
record Alarm(
    String name,
    String namespace,
    String metric,
    Map<String, String> dimensions,
    String statistic,
    long period,
    long evaluationPeriods,
    String comparison,
    double threshold,
    String missingData,
    List<String> actions) {}
