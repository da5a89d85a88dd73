package io.github.s3sync.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/**
 * Defines the rules for the packages below a base package. Another base package shows that the
 * rules can fail.
 */
final class HouseRules {

  /**
   * The packages from left to right: each imports only packages to its left. The façade is the base
   * package.
   */
  private static final List<String> LINE =
      List.of(
          "event",
          "key",
          "pattern",
          "option",
          "destination",
          "rule",
          "plan",
          "copy",
          "checksum",
          "client",
          "request",
          "transfer",
          "executor",
          "outcome",
          "",
          "config");

  /** The packages that send requests to S3 or interpret its answers. */
  private static final List<String> TALKING_TO_S3 =
      List.of("copy", "checksum", "client", "request", "transfer", "executor");

  private final String base;

  HouseRules(String base) {
    this.base = base;
  }

  List<ArchRule> all() {
    return List.of(
        packagesAreALine(),
        packagesHaveNoCycles(),
        noOtherPackages(),
        packagesAreNullMarked(),
        jsonIsReadAtTheBorders(),
        onlyTheEngineTalksToS3(),
        logsGoThroughSlf4j(),
        namesSayWhatThingsAre());
  }

  ArchRule packagesAreALine() {
    LayeredArchitecture line = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String name : LINE) {
      line = line.optionalLayer(layer(name)).definedBy(packageOf(name));
    }
    for (int i = 0; i < LINE.size(); i++) {
      String[] right =
          LINE.subList(i + 1, LINE.size()).stream().map(HouseRules::layer).toArray(String[]::new);
      line =
          right.length == 0
              ? line.whereLayer(layer(LINE.get(i))).mayNotBeAccessedByAnyLayer()
              : line.whereLayer(layer(LINE.get(i))).mayOnlyBeAccessedByLayers(right);
    }
    return line.because("a reader who follows an event never has to go back");
  }

  ArchRule packagesHaveNoCycles() {
    return slices()
        .matching(base + ".(*)..")
        .should()
        .beFreeOfCycles()
        .because("packages that depend on each other are one package");
  }

  ArchRule noOtherPackages() {
    String[] known = LINE.stream().map(this::packageOf).toArray(String[]::new);
    return classes()
        .should()
        .resideInAnyPackage(known)
        .because(
            "packages are named after the value that leaves them, never util, common, internal,"
                + " impl or model");
  }

  ArchRule packagesAreNullMarked() {
    return classes()
        .should(
            new ArchCondition<>("reside in a package whose package-info is @NullMarked") {
              @Override
              public void check(JavaClass item, ConditionEvents events) {
                boolean marked = item.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(
                    new SimpleConditionEvent(
                        item, marked, item.getPackageName() + " marked: " + marked));
              }
            })
        .because("nullness must be declared");
  }

  ArchRule jsonIsReadAtTheBorders() {
    return noClasses()
        .that(not(resideInAnyPackage(base + ".event", base + ".config")))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.fasterxml..")
        .because("JSON is the form of notifications and of rule files, of nothing between");
  }

  ArchRule onlyTheEngineTalksToS3() {
    return noClasses()
        .that(
            not(
                resideInAnyPackage(
                    TALKING_TO_S3.stream().map(this::packageOf).toArray(String[]::new))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("software.amazon.awssdk..")
        .because("plans and outcomes stay testable without a client");
  }

  ArchRule logsGoThroughSlf4j() {
    return noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.util.logging..")
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .because("whoever uses a library decides where its log goes");
  }

  ArchRule namesSayWhatThingsAre() {
    return noClasses()
        .should()
        .haveNameMatching(".*[.$](\\w*(Utils?|Impl|Manager)|Default\\w*|Abstract\\w*Base)")
        .because("such a name says how, or nothing");
  }

  private static String layer(String name) {
    return name.isEmpty() ? "S3Sync" : name;
  }

  private String packageOf(String name) {
    return name.isEmpty() ? base : base + "." + name;
  }

  static String violations(ArchRule rule, JavaClasses of) {
    return rule.allowEmptyShould(true).evaluate(of).getFailureReport().toString();
  }
}
