// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.cli.output;

import ch.qos.logback.core.PropertyDefinerBase;
import dev.wheelhouse.engine.platform.WheelhouseHome;

/** Tells Logback where log files go, before anything else runs; see {@code logback.xml}. */
public final class LogFolder extends PropertyDefinerBase {
  @Override
  public String getPropertyValue() {
    return WheelhouseHome.find(System.getenv()).logs().toString();
  }
}
