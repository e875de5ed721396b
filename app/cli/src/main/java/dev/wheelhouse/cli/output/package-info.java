// SPDX-License-Identifier: Apache-2.0
/** What commands print: text, JSON, problems, progress. */
@NullMarked
package dev.wheelhouse.cli.output;

import org.jspecify.annotations.NullMarked;
