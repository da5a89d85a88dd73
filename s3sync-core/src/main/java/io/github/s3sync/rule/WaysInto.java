package io.github.s3sync.rule;

import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which rules write into which bucket. */
final class WaysInto {

  private final Map<String, List<Flow>> byBucket = new HashMap<>();

  WaysInto(List<CopyRule> rules) {
    for (CopyRule rule : rules) {
      for (Destination to : rule.destinations()) {
        byBucket.computeIfAbsent(to.bucket(), bucket -> new ArrayList<>()).add(new Flow(rule, to));
      }
    }
  }

  /** Returns what writes into a bucket of this name. */
  List<Flow> bucket(String name) {
    return byBucket.getOrDefault(name, List.of());
  }

  /** See {@link CopyRules#waysBack}. */
  List<Destination> back(ObjectRef source, ObjectRef replica, ObjectEvent event) {
    List<Destination> back = new ArrayList<>();
    for (Flow flow : bucket(source.bucket())) {
      if (source.key().startsWith(flow.begins())) {
        if (!flow.leads(replica, source, event)) {
          return List.of();
        }
        back.add(flow.to());
      }
    }
    return back;
  }
}
