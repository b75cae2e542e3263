#!/bin/sh
# Verifies one webhook message with openssl alone, to see what the libraries do:
#   WEBHOOK_SECRET=whsec_… verify-webhook.sh WEBHOOK-ID WEBHOOK-TIMESTAMP WEBHOOK-SIGNATURE < body
# The three are the headers of the message. Exit code 0: it is signed with this secret and at most five minutes old.
# openssl sees the secret on its command line: on a machine that others use too, take a library instead.
set -eu
: "${WEBHOOK_SECRET:?the secret that POST /webhooks answered}"
[ $# = 3 ] || { sed -n '2,5s/^# \{0,1\}//p' "$0" >&2; exit 2; }
id=$1 timestamp=$2 signatures=$3

age=$(($(date +%s) - timestamp))
if [ "$age" -gt 300 ] || [ "$age" -lt -300 ]; then
  echo "refused: sent $age seconds ago" >&2
  exit 1
fi

key=$(printf '%s' "${WEBHOOK_SECRET#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \n')
expected=v1,$({ printf '%s.%s.' "$id" "$timestamp"; cat; } |
  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | base64)

# While a secret is replaced there are several signatures; one that fits is enough.
for signature in $signatures; do
  if [ "$signature" = "$expected" ]; then
    echo "verified"
    exit 0
  fi
done
echo "refused: no signature fits" >&2
exit 1
