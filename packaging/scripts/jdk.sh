# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Sourced by ./wheelhouse, ./verify and the fixtures: finds a JDK, whatever the default `java` is.

# jdk_candidates: folders that may hold a JDK, the user's own choice first
jdk_candidates() {
  local found
  if [[ -n ${JAVA_HOME:-} ]]; then printf '%s\n' "$JAVA_HOME"; fi
  for found in /usr/lib/jvm/* "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* "$HOME"/.jdks/* /opt/jdk* /opt/java/* \
               /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
               /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
               /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [[ -x $found/bin/javac ]]; then printf '%s\n' "$found"; fi
  done
  if [[ -x /usr/libexec/java_home ]]; then /usr/libexec/java_home -v "$1" 2>/dev/null || true; fi
  if found=$(command -v javac); then
    found=$(readlink -f "$found" 2>/dev/null || printf '%s' "$found")
    printf '%s\n' "${found%/bin/javac}"
  fi
}

# jdk_is HOME MAJOR: whether that folder holds a JDK of that version (reads a file, starts nothing)
jdk_is() {
  [[ -x $1/bin/javac && -r $1/release ]] && grep -qE "^JAVA_VERSION=\"$2([.\"+-])" "$1/release"
}

# find_jdk MAJOR: prints the home of a JDK of that version; fails when there is none
find_jdk() {
  local home candidates
  candidates=$(jdk_candidates "$1")
  while read -r home; do
    if jdk_is "$home" "$1"; then printf '%s\n' "$home"; return 0; fi
  done <<< "$candidates"
  return 1
}

# use_jdk MAJOR: exports JAVA_HOME and puts its bin folder first, or says what to install
use_jdk() {
  local home
  if ! home=$(find_jdk "$1"); then
    printf 'No JDK %s found in JAVA_HOME, /usr/lib/jvm, SDKMAN or Homebrew.\n' "$1" >&2
    printf 'Install one, for example: sdk install java %s-tem, or brew install openjdk@%s,\n' "$1" "$1" >&2
    printf 'or Temurin %s from adoptium.net; then set JAVA_HOME to it.\n' "$1" >&2
    return 1
  fi
  export JAVA_HOME=$home
  export PATH=$home/bin:$PATH
}
