// SPDX-License-Identifier: Apache-2.0
/** What every kind of service needs to be backed up and restored: servers, scratch containers. */
@NullMarked
package dev.wheelhouse.engine.backup.service;

import org.jspecify.annotations.NullMarked;
