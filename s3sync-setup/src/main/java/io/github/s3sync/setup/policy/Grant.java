package io.github.s3sync.setup.policy;

/**
 * Describes one action that one principal needs on one resource.
 *
 * @param principal the principal's ARN
 * @param purpose what the action is needed for
 * @param holder the owner of a second policy that may have to allow it: a bucket, a key's ARN, or
 *     the ARN of a role, whose trust policy is meant
 * @param resource the resource's ARN
 * @param action such as {@code s3:GetObject}
 * @since 0.1.0
 */
public record Grant(
    String principal, Purpose purpose, String holder, String resource, String action) {}
