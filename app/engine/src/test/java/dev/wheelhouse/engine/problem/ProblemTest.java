// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProblemTest {
  static Stream<Class<?>> kinds() {
    return Arrays.stream(Problem.class.getPermittedSubclasses())
        .flatMap(family -> Arrays.stream(family.getPermittedSubclasses()));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyKindSaysWhatHappenedAndWhatToDo(Class<?> kind) throws Exception {
    Problem problem = sample(kind);

    assertThat(problem.cause()).isNotBlank();
    assertThat(problem.remedy()).isNotBlank().endsWith(".");
    assertThat(problem.code()).matches("[a-z]+(-[a-z]+)*");
    assertThat(problem.evidence()).isNotNull();
  }

  @Test
  void theImageThatNoRegistryHasIsToBeBuilt() {
    assertThat(new StackProblem.ImageMissing("app-1", "wheelhouse/gateway:0.1.0", "404").remedy())
        .contains("packaging/gateway-image/build", "GATEWAY_IMAGE");
    assertThat(new StackProblem.ImageMissing("redis", "redis:8.2.10", "404").remedy())
        .contains("Check the network");
  }

  @Test
  void noTwoKindsShareACode() {
    Map<String, Class<?>> codes = new HashMap<>();
    List<String> clashes = new ArrayList<>();
    kinds()
        .forEach(kind -> {
          Class<?> other = codes.put(code(kind), kind);
          if (other != null) {
            clashes.add(other + " and " + kind);
          }
        });

    assertThat(clashes).isEmpty();
  }

  private static String code(Class<?> kind) {
    try {
      return sample(kind).code();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no sample of " + kind, e);
    }
  }

  private static Problem sample(Class<?> kind) throws ReflectiveOperationException {
    RecordComponent[] components = kind.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Constructor<?> constructor = kind.getDeclaredConstructor(types);
    Object[] values = Arrays.stream(types).map(ProblemTest::value).toArray();
    return (Problem) constructor.newInstance(values);
  }

  private static Object value(Class<?> type) {
    if (type == int.class) {
      return 1;
    }
    if (type == long.class) {
      return 1L;
    }
    if (type == Duration.class) {
      return Duration.ofSeconds(1);
    }
    if (type == Map.class) {
      return Map.of();
    }
    return type == List.class ? List.of() : "Sample text.";
  }
}
