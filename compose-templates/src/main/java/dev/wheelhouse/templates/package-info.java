// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.wheelhouse.templates;

import org.jspecify.annotations.NullMarked;
