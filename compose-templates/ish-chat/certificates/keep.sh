#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Keeps a certificate for this machine in /tls: made by itself, signed by itself. A certificate
# of your own that is put there stays. Looks every hour, and makes a new one in its last month.
set -eu
umask 077

month=2592000

good() {
  [ -s /tls/key.pem ] && openssl x509 -in /tls/certificate.pem -noout -checkend "$1" > /dev/null 2>&1
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
  mv -f /tls/.key.pem /tls/key.pem
  mv -f /tls/.certificate.pem /tls/certificate.pem
  echo "certificates: made a new one; $(openssl x509 -in /tls/certificate.pem -noout -enddate)"
}

chmod 755 /tls
trap 'exit 0' TERM INT QUIT
while :; do
  good "$month" || make
  # in the background, so that the signal to stop does not wait for its end
  sleep 3600 &
  wait $!
done
