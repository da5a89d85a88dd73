package io.github.s3sync.benchmarks;

import java.util.Map;

/**
 * What it took to work off a queue once.
 *
 * @param perSecond messages a second
 * @param cpuMicros microseconds of the reader's JVM a message
 * @param calls SQS calls a message, by the operation's name
 */
record QueueRound(double perSecond, double cpuMicros, Map<String, Double> calls) {}
