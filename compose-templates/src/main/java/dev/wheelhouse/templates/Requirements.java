// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.templates;

/**
 * What a machine should have to run a template.
 *
 * @param memoryBytes memory without which it makes no sense
 * @param recommendedMemoryBytes memory with which it works well
 * @param diskBytes disk space for the images and first data
 */
public record Requirements(long memoryBytes, long recommendedMemoryBytes, long diskBytes) {

  /** Checks the amounts. */
  public Requirements {
    if (memoryBytes <= 0 || recommendedMemoryBytes < memoryBytes || diskBytes <= 0) {
      throw new IllegalArgumentException(
          "Requirements make no sense: memory "
              + memoryBytes
              + ", recommended "
              + recommendedMemoryBytes
              + ", disk "
              + diskBytes);
    }
  }
}
