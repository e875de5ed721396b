// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.testing;

import dev.wheelhouse.engine.job.JobControl;
import dev.wheelhouse.engine.job.Progress;
import dev.wheelhouse.engine.model.Models;
import dev.wheelhouse.engine.model.OllamaModel;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.problem.ProblemException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Models in memory. */
public final class FakeModels implements Models {
  public final List<String> orders = new CopyOnWriteArrayList<>();

  private final List<OllamaModel> models = new CopyOnWriteArrayList<>();
  private volatile @Nullable Problem failure;

  public FakeModels with(String name, long sizeBytes, String parameters) {
    models.add(
        new OllamaModel(
            name,
            "sha256:" + name.hashCode(),
            sizeBytes,
            name.replaceFirst("[:.].*", ""),
            parameters,
            "Q4_K_M",
            Samples.NOW.minusSeconds(86_400L * (models.size() + 1))));
    return this;
  }

  public void failWith(@Nullable Problem problem) {
    failure = problem;
  }

  @Override
  public List<OllamaModel> list() {
    check();
    return List.copyOf(models);
  }

  @Override
  public void pull(String name, JobControl control) {
    orders.add("pull " + name);
    check();
    control.report(Progress.bytes("Pulling " + name, 1, 2));
    with(name, 2_019_393_189L, "3.2B");
  }

  @Override
  public String show(String name) {
    check();
    return "{\"name\":\"" + name + "\"}";
  }

  @Override
  public void delete(String name) {
    orders.add("delete " + name);
    check();
    models.removeIf(model -> model.name().equals(name));
  }

  private void check() {
    Problem problem = failure;
    if (problem != null) {
      throw new ProblemException(problem);
    }
  }
}
