package io.github.s3sync.setup.policy;

/**
 * One action that one principal needs on one resource.
 *
 * @param principal the principal's ARN
 * @param topic what it is for
 * @param holder whose policy may have to allow it too: a bucket, a key's ARN, or that of a role,
 *     whose trust policy is meant
 * @param resource the resource's ARN
 * @param action such as {@code s3:GetObject}
 * @since 0.1.0
 */
public record Grant(String principal, Topic topic, String holder, String resource, String action) {}
