package io.github.s3sync.benchmarks;

import java.util.Map;

/**
 * What it took to work off a queue once.
 *
 * @param perSecond messages a second, see {@link CopyPace}
 * @param cpuMicros microseconds of the CPU time of the reader's JVM a message, from its start until
 *     the last message was deleted
 * @param calls SQS calls a message, by the operation's name, in the same time
 */
record QueueRound(double perSecond, double cpuMicros, Map<String, Double> calls) {}
