package io.github.s3sync.setup.finding;

/**
 * Contains a statement that would have to be added to a policy.
 *
 * @param to the owner of the policy: the principal's ARN, the bucket's name, the key's ARN, or the
 *     ARN of the role, whose trust policy is meant
 * @param policy the policy with this one statement, as JSON
 * @since 0.1.0
 */
public record Statement(String to, String policy) {}
