// SPDX-License-Identifier: Apache-2.0
/** Fakes and a harness for tests of view models and screens. */
@NullMarked
package dev.wheelhouse.desktop.testing;

import org.jspecify.annotations.NullMarked;
