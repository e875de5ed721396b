// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.gateway.config;

/**
 * What is kept of requests.
 *
 * @param contents whether questions and answers are kept too, not only their figures
 * @param days older entries are removed
 * @param megabytes the oldest entries are removed when the log would pass this
 */
public record RequestLogSettings(boolean on, boolean contents, int days, int megabytes) {
  /** Figures only, for 30 days, up to 256 MB. */
  public static final RequestLogSettings STANDARD = new RequestLogSettings(true, false, 30, 256);

  public RequestLogSettings {
    if (days < 1 || days > 3650 || megabytes < 1 || megabytes > 100_000) {
      throw new IllegalArgumentException("a log is kept for 1 to 3650 days, up to 100 GB");
    }
  }

  public RequestLogSettings withOn(boolean changed) {
    return new RequestLogSettings(changed, contents, days, megabytes);
  }

  public RequestLogSettings withContents(boolean changed) {
    return new RequestLogSettings(on, changed, days, megabytes);
  }
}
