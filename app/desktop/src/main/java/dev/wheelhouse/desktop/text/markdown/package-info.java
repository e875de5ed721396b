// SPDX-License-Identifier: Apache-2.0
/** Markdown as data: parsed by commonmark, bounded in depth and length, without any node. */
@NullMarked
package dev.wheelhouse.desktop.text.markdown;

import org.jspecify.annotations.NullMarked;
