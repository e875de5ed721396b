// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.logs;

import java.time.ZoneId;

/**
 * How rows look at the moment.
 *
 * @param serviceWidth pixels for the names of services
 * @param match what is marked
 */
record RowLook(
    boolean times,
    boolean wrap,
    double serviceWidth,
    double characterWidth,
    TextMatch match,
    ZoneId zone) {}
