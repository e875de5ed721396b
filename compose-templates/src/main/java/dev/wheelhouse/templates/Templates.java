// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.templates;

import java.util.List;
import java.util.Optional;

/** The catalogue: every stack that comes with the product, packed into this jar. */
public final class Templates {

  // A jar cannot be listed, so the catalogue names its templates. A test compares this
  // with the folders.
  static final List<String> IDS = List.of("local-ai", "ish-chat", "orchesity", "meld-rag");

  private final List<Template> templates;

  /** Reads the descriptions of all templates from the class path. */
  public Templates() {
    templates = IDS.stream().map(TemplateReader::read).toList();
  }

  /** All templates, in the order in which a user should see them. */
  public List<Template> list() {
    return templates;
  }

  /** The template with this id, for example {@code local-ai}. */
  public Optional<Template> find(String id) {
    return templates.stream().filter(template -> template.id().equals(id)).findFirst();
  }
}
