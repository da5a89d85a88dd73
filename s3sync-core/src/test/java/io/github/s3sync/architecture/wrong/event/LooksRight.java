package io.github.s3sync.architecture.wrong.event;

import io.github.s3sync.architecture.wrong.key.LooksLeft;

/** Depends on a package to its right. */
public record LooksRight(LooksLeft left) {}
