package io.github.s3sync.pattern;

import java.util.Objects;

/** Wraps a mapping whose author declares that no two source keys share a replica. */
record OneToOne(KeyMapper mapper) implements KeyMapper {

  OneToOne {
    Objects.requireNonNull(mapper, "mapper");
  }

  @Override
  public String map(SourceObject source) {
    return mapper.map(source);
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
