// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing.ollama;

import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * Vectors made of the words of a text: each word is a fixed direction, a text the sum of its words,
 * of length one. So texts that share words are near each other, as retrieval tests need it.
 */
final class Embeddings {
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

  private Embeddings() {}

  static double[] of(String text, int length) {
    double[] sum = new double[length];
    for (String word : BETWEEN_WORDS.split(text.toLowerCase(Locale.ROOT))) {
      Random direction = new Random(word.hashCode());
      for (int i = 0; i < length; i++) {
        sum[i] += direction.nextGaussian();
      }
    }
    return normalised(sum, length);
  }

  /** The first {@code length} numbers, scaled to length one. */
  static double[] normalised(double[] vector, int length) {
    double squares = 0;
    for (int i = 0; i < length; i++) {
      squares += vector[i] * vector[i];
    }
    double scale = 1 / Math.max(Math.sqrt(squares), 1e-12);
    double[] result = new double[length];
    for (int i = 0; i < length; i++) {
      result[i] = (float) (vector[i] * scale);
    }
    return result;
  }
}
