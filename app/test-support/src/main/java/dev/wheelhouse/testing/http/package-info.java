// SPDX-License-Identifier: Apache-2.0
/** A small HTTP server whose connections tests can watch and break. */
@NullMarked
package dev.wheelhouse.testing.http;

import org.jspecify.annotations.NullMarked;
