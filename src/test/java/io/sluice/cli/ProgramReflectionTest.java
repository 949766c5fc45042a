package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** What picocli reflects on is known to a native executable: the build writes it down. */
class ProgramReflectionTest {
  private static final String WRITTEN =
      "META-INF/native-image/picocli-generated/reflect-config.json";

  private final Set<String> classes = new HashSet<>();
  private final Set<String> fields = new HashSet<>();

  @BeforeEach
  void read() throws IOException {
    try (InputStream json = getClass().getClassLoader().getResourceAsStream(WRITTEN)) {
      for (JsonNode type : new ObjectMapper().readTree(json)) {
        String name = type.path("name").asText();
        classes.add(name);
        type.path("fields").forEach(field -> fields.add(name + "." + field.path("name").asText()));
      }
    }
  }

  @Test
  void everyCommandAndWhatItIsReadWithIsWrittenDown() {
    // When
    Stream<Class<?>> used =
        specs()
            .flatMap(
                spec ->
                    Stream.concat(
                        Stream.of(spec.userObject(), spec.versionProvider()),
                        spec.args().stream().flatMap(arg -> Stream.of(arg.converters()))))
            .map(Object::getClass);

    // Then
    assertThat(used)
        .contains(Program.class, ExportCommand.class, FilterConverter.class)
        .extracting(Class::getName)
        .isSubsetOf(classes);
  }

  @Test
  void everyOptionIsWrittenDownWithThoseOfHelp() {
    // When
    Stream<String> used = specs().flatMap(spec -> spec.args().stream()).map(this::field);

    // Then
    assertThat(used)
        .contains("picocli.CommandLine$AutoHelpMixin.helpRequested")
        .contains(ExportCommand.class.getName() + ".filters")
        .isSubsetOf(fields);
  }

  /** picocli turns a text into a path, a moment or an address by reflection; these it does not. */
  @Test
  void noOptionIsOfATypeThatIsMadeByReflection() {
    // When
    Stream<ArgSpec> used =
        specs().flatMap(spec -> spec.args().stream()).filter(arg -> arg.converters().length == 0);

    // Then
    assertThat(used)
        .allSatisfy(arg -> assertThat(arg.auxiliaryTypes()[0]).isIn(String.class, boolean.class));
  }

  private static Stream<CommandSpec> specs() {
    CommandLine program = Program.with(call -> 0);
    return Stream.concat(Stream.of(program), program.getSubcommands().values().stream())
        .map(CommandLine::getCommandSpec);
  }

  private String field(ArgSpec arg) {
    Field field = (Field) arg.userObject();
    return field.getDeclaringClass().getName() + "." + field.getName();
  }
}
