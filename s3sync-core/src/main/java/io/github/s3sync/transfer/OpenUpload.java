package io.github.s3sync.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** Holds an upload and its known parts, counted from 0. */
final class OpenUpload {

  private final String id;
  private final boolean resumed;
  private final AtomicReferenceArray<CompletedPart> parts;

  private OpenUpload(String id, boolean resumed, PartLayout layout) {
    this.id = id;
    this.resumed = resumed;
    this.parts = new AtomicReferenceArray<>(layout.parts());
  }

  /** Returns an upload that this execution has just created. */
  static OpenUpload created(String id, PartLayout layout) {
    return new OpenUpload(id, false, layout);
  }

  /**
   * Returns an upload that was found, created by an earlier execution or by one that is still
   * running.
   */
  static OpenUpload found(String id, PartLayout layout) {
    return new OpenUpload(id, true, layout);
  }

  String id() {
    return id;
  }

  /**
   * Tells whether another execution created the upload, so that this execution must not abort it.
   */
  boolean isResumed() {
    return resumed;
  }

  boolean has(int part) {
    return parts.get(part) != null;
  }

  void add(int part, CompletedPart completed) {
    parts.set(part, completed);
  }

  /** Returns all parts, once none is missing. */
  List<CompletedPart> parts() {
    List<CompletedPart> all = new ArrayList<>(parts.length());
    for (int part = 0; part < parts.length(); part++) {
      all.add(parts.get(part));
    }
    return all;
  }
}
