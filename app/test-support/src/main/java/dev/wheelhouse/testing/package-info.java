// SPDX-License-Identifier: Apache-2.0
/** What tests of every module share: the real engine, a scripted one, ports, waiting. */
@NullMarked
package dev.wheelhouse.testing;

import org.jspecify.annotations.NullMarked;
