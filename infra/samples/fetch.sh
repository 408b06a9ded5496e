#!/bin/sh
# 用 curl 取一页 · One page with curl:  sh fetch.sh ORIGIN ORGANIZATION CHANNEL KEY.pem PURPOSE
TOKEN=$(node "$(dirname "$0")/fetch.mjs" "$1" "$2" "$3" "$4" --token) || exit 1
curl -sS --fail-with-body -H "Authorization: Bearer $TOKEN" -G --data-urlencode "purpose=$5" -d limit=1000 "$1/channels/$3/data"
