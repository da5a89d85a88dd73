package io.github.s3sync.rule;

import io.github.s3sync.destination.Destination;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the rules that write into a bucket, and those that may have written a given source. */
final class ReturnRoutes {

  private final Map<String, List<Flow>> byBucket = new HashMap<>();

  ReturnRoutes(List<CopyRule> rules) {
    for (CopyRule rule : rules) {
      for (Destination to : rule.destinations()) {
        byBucket.computeIfAbsent(to.bucket(), bucket -> new ArrayList<>()).add(new Flow(rule, to));
      }
    }
  }

  /** Returns the flows that write into a bucket of this name. */
  List<Flow> writingInto(String name) {
    return byBucket.getOrDefault(name, List.of());
  }

  /** See {@link CopyRules#returnRoutes}. */
  List<Destination> to(ObjectRef source, ObjectRef replica, ObjectEvent event) {
    List<Destination> back = new ArrayList<>();
    for (Flow flow : writingInto(source.bucket())) {
      if (source.key().startsWith(flow.outputPrefix())) {
        if (!flow.mayHaveWritten(replica, source, event)) {
          return List.of();
        }
        back.add(flow.to());
      }
    }
    return back;
  }
}
