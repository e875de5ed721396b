// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.templates;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * One stack that a user can pick: a folder with a Compose file and all that it mounts.
 *
 * @param id name of its folder and of the Compose project, for example {@code local-ai}
 * @param title what a user reads in a list
 * @param description one or two sentences on what it is for
 * @param composeFile path of the Compose file inside the folder
 * @param requirements what the machine should have
 * @param variables what can be set in {@code .env}
 * @param files every file of the folder
 */
public record Template(
    String id,
    String title,
    String description,
    String composeFile,
    Requirements requirements,
    List<Variable> variables,
    List<TemplateFile> files) {

  /** Copies the lists and checks that the Compose file is one of the files. */
  public Template {
    if (!id.matches("[a-z0-9][a-z0-9-]*")) {
      throw new IllegalArgumentException("Not the id of a template: " + id);
    }
    variables = List.copyOf(variables);
    files = List.copyOf(files);
    if (files.stream().noneMatch(file -> file.path().equals(composeFile))) {
      throw new IllegalArgumentException("Template " + id + " does not contain " + composeFile);
    }
  }

  /** The content of one of {@link #files}; the caller closes it. */
  public InputStream open(TemplateFile file) throws IOException {
    InputStream content = Template.class.getResourceAsStream(id + "/" + file.path());
    if (content == null) {
      throw new FileNotFoundException("Template " + id + " has no file " + file.path());
    }
    return content;
  }

  /**
   * Writes this template into a folder, which is made when it is missing.
   *
   * <p>What the user changed stays as it is; what only we wrote is brought up to date. To tell one
   * from the other, the folder keeps a list of the checksums of what was written. Nothing outside
   * {@link #files} is touched: the secrets and {@code .env} in the folder are not ours.
   *
   * @return what was done with each file
   */
  public Extraction extractTo(Path folder) throws IOException {
    return new TemplateExtractor(this, folder).run();
  }
}
