package io.github.s3sync.copy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** An upload and the parts that are known to be in it, counted from 0. */
final class OpenUpload {

  private final String id;
  private final AtomicReferenceArray<CompletedPart> parts;

  OpenUpload(String id, PartLayout layout) {
    this.id = id;
    this.parts = new AtomicReferenceArray<>(layout.parts());
  }

  String id() {
    return id;
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
