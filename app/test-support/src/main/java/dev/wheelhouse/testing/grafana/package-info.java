// SPDX-License-Identifier: Apache-2.0
/** A stand-in for Grafana, which no package archive holds; never part of the product. */
@NullMarked
package dev.wheelhouse.testing.grafana;

import org.jspecify.annotations.NullMarked;
