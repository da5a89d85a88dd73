package io.github.s3sync.rule;

import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import java.util.Objects;

/** Wraps a mapping whose author declares that no two source keys share a replica. */
record OneToOne(KeyMapper mapper) implements KeyMapper {

  OneToOne {
    Objects.requireNonNull(mapper, "mapper");
  }

  @Override
  public String map(ObjectRef source, ObjectEvent event) {
    return mapper.map(source, event);
  }

  @Override
  public String outputPrefix(String sourcePrefix) {
    return mapper.outputPrefix(sourcePrefix);
  }

  @Override
  public boolean keepsRest(String sourcePrefix) {
    return mapper.keepsRest(sourcePrefix);
  }

  @Override
  public boolean mayCollide() {
    return false;
  }

  @Override
  public String toString() {
    return mapper.toString();
  }
}
