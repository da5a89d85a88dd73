package io.github.s3sync.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.s3sync.S3Sync;
import io.github.s3sync.event.Internal;
import io.github.s3sync.event.S3SyncException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks what is public: the API, and a short list of internals. */
class PublicApiTest {

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .importUrl(S3Sync.class.getProtectionDomain().getCodeSource().getLocation());

  /** The packages whose internal types are used by each other. */
  private static final Set<String> ENGINE =
      Stream.of("checksum", "client", "copy", "request", "transfer", "executor")
          .map("io.github.s3sync."::concat)
          .collect(Collectors.toSet());

  /** Before an entry is added, try to make the type or method package-private. */
  @Test
  void internal_isOnlyWhatOtherModulesNeed() {
    List<String> types =
        CORE.stream()
            .filter(type -> type.isAnnotatedWith(Internal.class))
            .filter(type -> !ENGINE.contains(type.getPackageName()))
            .map(JavaClass::getSimpleName)
            .sorted()
            .toList();
    List<String> methods =
        CORE.stream()
            .flatMap(type -> type.getMethods().stream())
            .filter(method -> method.isAnnotatedWith(Internal.class))
            .map(method -> method.getOwner().getSimpleName() + "." + method.getName())
            .sorted()
            .toList();

    assertThat(types)
        .containsExactly(
            "AwsAddress",
            "LogText",
            "PrefixMapper",
            "Properties",
            "ReservedAddress",
            "ServiceAddress",
            "Template",
            "Variables",
            "VersionId");
    assertThat(methods)
        .containsExactly(
            "Access.mayShareBuckets",
            "Concurrency.forEach",
            "CopyException.keeping",
            "CopyOptions.needsHead",
            "Deadline.nanoTime",
            "RegionalS3Clients.text");
  }

  /** The API must not expose internal types. */
  @Test
  void api_signatures_mentionNoInternalType() {
    List<String> exposed =
        CORE.stream()
            .filter(PublicApiTest::isApi)
            .flatMap(type -> type.getMethods().stream())
            .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(method -> !method.isAnnotatedWith(Internal.class))
            .filter(PublicApiTest::mentionsInternal)
            .map(JavaMethod::getFullName)
            .toList();

    assertThat(exposed).isEmpty();
  }

  /**
   * An invalid argument is an {@link IllegalArgumentException}, and everything else has one type.
   */
  @Test
  void exceptions_ofTheApi_haveACommonSuperclass() {
    classes()
        .that()
        .areAssignableTo(RuntimeException.class)
        .and()
        .arePublic()
        .and()
        .areNotAnnotatedWith(Internal.class)
        .and(not(JavaClass.Predicates.assignableTo(IllegalArgumentException.class)))
        .should()
        .beAssignableTo(S3SyncException.class)
        .check(CORE);
  }

  private static boolean isApi(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && !type.isAnnotatedWith(Internal.class);
  }

  private static boolean mentionsInternal(JavaMethod method) {
    return method.getRawReturnType().isAnnotatedWith(Internal.class)
        || method.getRawParameterTypes().stream()
            .anyMatch(type -> type.isAnnotatedWith(Internal.class));
  }
}
