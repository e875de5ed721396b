# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Sourced by ./wheelhouse, ./verify and the fixtures: what the system has to have, and how it
# gets there. Installs only on systems with apt, as root or by sudo without a password.

as_root() { if (( EUID == 0 )); then "$@"; else sudo -n "$@"; fi; }

may_install() {
  command -v apt-get >/dev/null || return 1
  (( EUID == 0 )) || sudo -n true 2>/dev/null
}

# install_packages PACKAGE...: installs, or names what the user has to install
install_packages() {
  (( $# > 0 )) || return 0
  if ! may_install; then
    printf 'Missing on this system: %s\n' "$*" >&2
    if command -v apt-get >/dev/null; then printf 'Install it with: sudo apt-get install %s\n' "$*" >&2; fi
    return 1
  fi
  printf 'Installing %s\n' "$*" >&2
  apt_install "$@" || { as_root apt-get update >/dev/null 2>&1 || true; apt_install "$@"; } ||
    { printf 'apt-get could not install: %s\n' "$*" >&2; return 1; }
}

apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >/dev/null 2>&1
}

# need_program PROGRAM [PACKAGE]: makes sure that the program is there
need_program() {
  command -v "$1" >/dev/null || [[ -x /usr/sbin/$1 ]] || install_packages "${2:-$1}"
}

# package_of NAME...: the first of the names that this release of the system knows
package_of() {
  local name
  for name in "$@"; do
    if apt-cache show "$name" >/dev/null 2>&1; then printf '%s\n' "$name"; return; fi
  done
  printf '%s\n' "$1"
}

# has_library SONAME: whether the dynamic linker finds it
has_library() { [[ $(ldconfig -p 2>/dev/null || /sbin/ldconfig -p) == *"$1 "* ]]; }

# window_packages: the packages that the window still needs here, one per line
window_packages() {
  [[ $(uname -s) == Linux ]] || return 0
  has_library libgtk-3.so.0 || package_of libgtk-3-0t64 libgtk-3-0
  has_library libGL.so.1 || printf 'libgl1\n'
  has_library libXtst.so.6 || printf 'libxtst6\n'
  has_library libXxf86vm.so.1 || printf 'libxxf86vm1\n'
  has_fonts || printf 'fonts-dejavu-core\n'
}

has_fonts() { [[ -n $(find /usr/share/fonts /usr/local/share/fonts -name '*.[ot]tf' -print -quit 2>/dev/null) ]]; }

# need_window: makes sure that a JavaFX window can open, but for the display
need_window() {
  # shellcheck disable=SC2046 # one argument per line; the bash of macOS has no mapfile
  install_packages $(window_packages)
}

# start_xvfb LOG: starts a virtual display; sets xvfb_pid and xvfb_display
start_xvfb() {
  local numbers
  need_program Xvfb xvfb || return 1
  numbers=$(mktemp -u "${TMPDIR:-/tmp}/xvfb-display.XXXXXX")
  mkfifo -m 600 "$numbers"
  Xvfb -displayfd 3 -screen 0 1600x1000x24 -nolisten tcp 3<>"$numbers" >"$1" 2>&1 &
  # shellcheck disable=SC2034 # for the caller
  xvfb_pid=$!
  if ! read -r -t 20 xvfb_display <>"$numbers"; then
    rm -f "$numbers"
    printf 'Xvfb did not start; see %s\n' "$1" >&2
    return 1
  fi
  rm -f "$numbers"
  xvfb_display=:$xvfb_display
}
