package io.github.s3sync.benchmarks;

import io.github.s3sync.event.EventReader;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.plan.CopyPlanner;
import io.github.s3sync.plan.Decision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.Main;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures the time from the bytes of an S3 notification to decisions, with few rules and with
 * many. Single calls are sampled: other load of the machine affects the mean but hardly the median,
 * {@code p0.50}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1000, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 6, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class PlanningCost {

  /** The number of rules. */
  @Param({"1", "100", "10000"})
  public int rules = 1;

  /** The kind of the rules' prefixes, a name of {@code RuleSets}. */
  @Param({"DIFFERING", "SAME_LENGTH", "NESTED"})
  public String prefixes = "DIFFERING";

  private final EventReader reader = new EventReader();
  private byte[] body = {};
  private ObjectEvent event = ObjectEvent.created("src", "");
  private CopyPlanner planner = new CopyPlanner(RuleSets.DIFFERING.of(1));

  /** Called by JMH's harness, which requires it to be public. */
  public PlanningCost() {}

  /** Creates the rules and one notification that the last rule matches. */
  @Setup
  public void prepare() {
    RuleSets sets = RuleSets.valueOf(prefixes);
    String text =
        Notifications.created("src", sets.key(rules), "b10a8db164e0754105b7a99be72e3fe5", 1024);
    body = text.getBytes(StandardCharsets.UTF_8);
    planner = new CopyPlanner(sets.of(rules));
    event = reader.read(text).events().get(0);
    if (!(planner.plan(event).get(0) instanceof Decision.Copy)) {
      throw new IllegalStateException("no rule matches " + event.rawKey());
    }
  }

  /**
   * Reads and plans.
   *
   * @return the decisions, so that the JIT compiler cannot remove the work
   */
  @Benchmark
  public List<Decision> readAndPlan() {
    ObjectEvent read = reader.read(new String(body, StandardCharsets.UTF_8)).events().get(0);
    return planner.plan(read);
  }

  /**
   * Plans only.
   *
   * @return the decisions, so that the JIT compiler cannot remove the work
   */
  @Benchmark
  public List<Decision> plan() {
    return planner.plan(event);
  }

  /**
   * Runs both benchmarks.
   *
   * @param args options of JMH, such as {@code -prof stack}
   * @throws IOException if JMH cannot read its own list of benchmarks
   */
  public static void main(String[] args) throws IOException {
    List<String> all = new ArrayList<>(List.of(args));
    all.add(0, PlanningCost.class.getSimpleName());
    Main.main(all.toArray(new String[0]));
  }
}
