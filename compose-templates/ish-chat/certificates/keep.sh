#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Keeps a certificate for this machine in /tls: made by itself, signed by itself. Looks every hour,
# and makes a new one in its last month. A certificate of your own that is put there stays, and so
# does its key; in its last month a warning asks you for the next one.
set -eu
umask 077

month=2592000

good() {
  [ -s /tls/key.pem ] && openssl x509 -in /tls/certificate.pem -noout -checkend "$1" > /dev/null 2>&1
}

# Whether the certificate there was made by make.
ours() {
  [ "$(openssl x509 -in /tls/certificate.pem -noout -subject -issuer -nameopt RFC2253 2> /dev/null)" = \
    "subject=CN=ish-chat on this machine
issuer=CN=ish-chat on this machine" ]
}

warn() {
  echo "certificates: WARNING: $1" >&2
}

look() {
  if ! [ -s /tls/key.pem ] && ! [ -s /tls/certificate.pem ]; then
    make
  elif ours; then
    good "$month" || make
  elif ! [ -s /tls/key.pem ] || ! [ -s /tls/certificate.pem ]; then
    warn "a certificate needs key.pem and certificate.pem; put the other one there, or remove both"
  elif ! good "$month"; then
    warn "your own certificate ends within 30 days or cannot be read; put a new one there, or remove both files"
  fi
}

make() {
  rm -f /tls/.key.pem /tls/.certificate.pem
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -sha256 -days 397 \
    -subj "/CN=ish-chat on this machine" -addext "extendedKeyUsage=serverAuth" \
    -addext "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1" \
    -keyout /tls/.key.pem -out /tls/.certificate.pem 2> /tmp/openssl.log ||
    { cat /tmp/openssl.log >&2; return 1; }
  # nginx runs as 101, and nobody else needs the key
  chmod 644 /tls/.certificate.pem
  chown 101:101 /tls/.key.pem
  # the certificate first: a key alone counts as somebody's own
  mv -f /tls/.certificate.pem /tls/certificate.pem
  mv -f /tls/.key.pem /tls/key.pem
  echo "certificates: made a new one; $(openssl x509 -in /tls/certificate.pem -noout -enddate)"
}

chmod 755 /tls
trap 'exit 0' TERM INT QUIT
while :; do
  look
  # in the background, so that the signal to stop does not wait for its end
  sleep 3600 &
  wait $!
done
