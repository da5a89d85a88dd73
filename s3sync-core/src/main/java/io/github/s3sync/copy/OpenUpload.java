package io.github.s3sync.copy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** An upload and the parts that are known to be in it, counted from 0. */
final class OpenUpload {

  private final String id;
  private final boolean resumed;
  private final AtomicReferenceArray<CompletedPart> parts;

  private OpenUpload(String id, boolean resumed, PartLayout layout) {
    this.id = id;
    this.resumed = resumed;
    this.parts = new AtomicReferenceArray<>(layout.parts());
  }

  /** An upload that this execution has just created. */
  static OpenUpload created(String id, PartLayout layout) {
    return new OpenUpload(id, false, layout);
  }

  /** An upload that was found: of an earlier execution, or of one that is still running. */
  static OpenUpload found(String id, PartLayout layout) {
    return new OpenUpload(id, true, layout);
  }

  String id() {
    return id;
  }

  /** Whether another execution created it, so that it is not ours to abort. */
  boolean isResumed() {
    return resumed;
  }

  boolean has(int part) {
    return parts.get(part) != null;
  }

  void add(int part, CompletedPart completed) {
    parts.set(part, completed);
  }

  /** All of them, once none is missing. */
  List<CompletedPart> parts() {
    List<CompletedPart> all = new ArrayList<>(parts.length());
    for (int part = 0; part < parts.length(); part++) {
      all.add(parts.get(part));
    }
    return all;
  }
}
