package io.sluice.fact;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;

/** Every row of storage-api.md's sections 1 to 5, 7, 9, 10 and 12.2 has a test that names it. */
class FactsTest {
  private static final JavaClasses TESTS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.OnlyIncludeTests())
          .importPackages("io.sluice");

  @Test
  void everyFactIsHeldByATest() {
    // Given
    Set<Fact> unheld = EnumSet.allOf(Fact.class);

    // When
    holders().flatMap(FactsTest::facts).forEach(unheld::remove);

    // Then
    assertThat(unheld).isEmpty();
  }

  @Test
  void onlyTestsHoldFacts() {
    // When
    List<JavaMethod> holders = holders().toList();

    // Then
    assertThat(holders).isNotEmpty().allMatch(method -> method.isMetaAnnotatedWith(Testable.class));
  }

  private static Stream<JavaMethod> holders() {
    return TESTS.stream()
        .flatMap(type -> type.getMethods().stream())
        .filter(method -> method.isAnnotatedWith(Holds.class));
  }

  private static Stream<Fact> facts(JavaMethod method) {
    return Arrays.stream(method.getAnnotationOfType(Holds.class).value());
  }
}
