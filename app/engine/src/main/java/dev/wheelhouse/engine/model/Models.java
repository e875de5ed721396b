// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.model;

import dev.wheelhouse.engine.job.JobControl;
import java.util.List;

/** Models of the stack's Ollama, or of the host's. Blocks. Thread-safe. */
public interface Models {
  List<OllamaModel> list();

  /** Pulls a model with its progress in bytes; cancel aborts, what has arrived is resumed later. */
  void pull(String name, JobControl control);

  /** What the server tells of a model, as JSON. */
  String show(String name);

  void delete(String name);
}
