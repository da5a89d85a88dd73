package io.github.s3sync.benchmarks;

import java.util.Map;

/**
 * Contains the measurements of processing a queue once.
 *
 * @param perSecond messages per second, see {@link CopyPace}
 * @param cpuMicros CPU time of the reader's JVM per message, in microseconds, from its start until
 *     the last message was deleted
 * @param calls SQS calls per message in the same time, by the operation's name
 */
record QueueRound(double perSecond, double cpuMicros, Map<String, Double> calls) {}
