package io.github.s3sync.executor;

import java.util.LinkedHashMap;
import java.util.Map;

/** All checks of the contract, by name, in the order of the table. */
public final class Checks {

  static final Map<String, Check> KEYS = new LinkedHashMap<>();
  static final Map<String, Check> ALL = new LinkedHashMap<>();

  static {
    AwkwardKeys.ALL.forEach(
        (name, key) -> KEYS.put("key " + name, copying -> AwkwardKeys.check(copying, key)));
    ALL.putAll(PropertyChecks.ALL);
    ALL.putAll(ConditionChecks.ALL);
    ALL.putAll(VersionChecks.ALL);
    ALL.putAll(KEYS);
  }

  private Checks() {}
}
