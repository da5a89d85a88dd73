package io.github.s3sync.testing;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final DescribedPredicate<JavaClass> NEED_OPTIONAL_LIBRARIES =
      belongToAnyOf(
          S3ProxyServer.class,
          NotifyingBlobStore.class,
          SqsServer.class,
          FaultProxy.class,
          FaultInjection.class);

  @Test
  void main_optionalLibraries_areThoseOfTheirServersOnly() {
    noClasses()
        .that(DescribedPredicate.not(NEED_OPTIONAL_LIBRARIES))
        .should()
        .dependOnClassesThat(
            NEED_OPTIONAL_LIBRARIES.or(
                resideInAnyPackage(
                    "org.gaul..",
                    "jakarta.servlet..",
                    "org.elasticmq..",
                    "org.apache.pekko..",
                    "com.typesafe..",
                    "scala..",
                    "com.github.tomakehurst..",
                    "org.wiremock..")))
        .because("FakeS3, StsServer and LambdaRuntime work without these servers")
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.github.s3sync.testing"));
  }
}
