// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.wheelhouse.desktop.text.markdown;

import org.jspecify.annotations.NullMarked;
