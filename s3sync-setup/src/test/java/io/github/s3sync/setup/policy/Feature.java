package io.github.s3sync.setup.policy;

import io.github.s3sync.destination.Access;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.destination.Role;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.CopyOptionsBuilder;
import io.github.s3sync.option.Encryption;
import io.github.s3sync.option.ObjectLock;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRuleBuilder;
import io.github.s3sync.rule.CopyRules;
import java.time.Duration;

/**
 * Rules with one feature each, from bucket {@code src} of one account to {@code dst} of another.
 */
public enum Feature {
  PLAIN,
  TAGS {
    @Override
    void options(CopyOptionsBuilder options) {
      options.tags(true);
    }
  },
  ACL {
    @Override
    void options(CopyOptionsBuilder options) {
      options.acl("bucket-owner-full-control");
    }
  },
  NEVER_OVERWRITES {
    @Override
    void options(CopyOptionsBuilder options) {
      options.overwrite(false);
    }
  },
  OBJECT_LOCK {
    @Override
    void options(CopyOptionsBuilder options) {
      options.objectLock(
          ObjectLock.builder()
              .mode("GOVERNANCE")
              .retention(Duration.ofDays(30))
              .legalHold(true)
              .build());
    }
  },
  KMS {
    @Override
    void options(CopyOptionsBuilder options) {
      options.encryption(Encryption.kms(REPLICA_KEY));
    }

    @Override
    void accounts(SyncPoliciesBuilder policies) {
      policies.key("src", SOURCE_KEY);
    }
  },
  DELETES {
    @Override
    void rule(CopyRuleBuilder rule) {
      rule.on(EventKind.CREATED, EventKind.REMOVED);
    }
  },
  ROLE {
    @Override
    Destination destination() {
      return Destination.in("dst").role(Role.of(DESTINATION_ROLE).withExternalId("x-1")).build();
    }
  },
  TWO_WAY {
    @Override
    void options(CopyOptionsBuilder options) {
      options.tags(true).twoWay(true).unattributedDeletes(true);
    }
  },
  STREAM {
    @Override
    void options(CopyOptionsBuilder options) {
      options.transfer(TransferMode.STREAM);
    }

    @Override
    void rule(CopyRuleBuilder rule) {
      rule.sourceAccess(Access.OWN.withRole(Role.of(SOURCE_ROLE)));
    }
  },
  PREFIXES {
    @Override
    void rule(CopyRuleBuilder rule) {
      rule.prefix("in/odd *?$/");
    }

    @Override
    Destination destination() {
      return Destination.in("dst").key(KeyMapper.under("bdp/")).build();
    }
  };

  public static final String PRINCIPAL = "arn:aws:iam::111111111111:role/s3sync";
  public static final String DESTINATION_ROLE = "arn:aws:iam::333333333333:role/replica";
  public static final String SOURCE_ROLE = "arn:aws:iam::222222222222:role/reader";
  public static final String SOURCE_KEY = "arn:aws:kms:eu-west-1:222222222222:key/source";
  public static final String REPLICA_KEY = "arn:aws:kms:eu-west-1:333333333333:key/replica";

  void options(CopyOptionsBuilder options) {}

  void rule(CopyRuleBuilder rule) {}

  void accounts(SyncPoliciesBuilder policies) {}

  Destination destination() {
    return Destination.in("dst").build();
  }

  /** Returns a rule with this feature. */
  public CopyRules rules() {
    CopyOptionsBuilder options = CopyOptions.builder().tags(false).acl(null);
    options(options);
    CopyRuleBuilder rule =
        CopyRule.named("r").from("src").to(destination()).options(options.build());
    rule(rule);
    return CopyRules.of(rule.build());
  }

  /** Returns the policies that the rule needs. */
  public SyncPolicies policies() {
    SyncPoliciesBuilder policies =
        SyncPolicies.of(rules(), PRINCIPAL)
            .account("src", "222222222222")
            .account("dst", "333333333333");
    accounts(policies);
    return policies.build();
  }
}
