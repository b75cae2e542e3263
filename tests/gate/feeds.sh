# Holds the feeds of the running server (BASE, KEY) against their grammars; sourced by tests/gate/run, never run.

# Publishes a posting whose texts try to break out of every format; those of the demo are well behaved.
publish_hostile_posting() {
  local id
  id=$(curl -fsS -H "Authorization: Bearer $KEY" -H "Content-Type: application/json" \
    --data-binary @tests/gate/hostile_posting.json "$BASE/api/v1/postings" \
    | sed -nE 's/.*"id":"([0-9a-f-]{36})".*/\1/p') || return 1
  [ -n "$id" ] || { echo "the hostile posting was not written" >&2; return 1; }
  curl -fsS -o /dev/null -H "Authorization: Bearer $KEY" -H "Content-Type: application/json" \
    -d '{"to":"published","reason":null}' "$BASE/api/v1/postings/$id/transitions"
}

# holds GRAMMAR FILE : quietly, or with xmllint's reasons.
holds() { xmllint --noout --nonet --relaxng "tests/gate/grammars/$1.rng" "$2" >"$2.log" 2>&1; }

# A grammar that lets everything pass is no check: one fault is planted, and has to be found.
checks() {
  local grammar=$1 file=$2 from=$3 to=$4
  if ! holds "$grammar" "$file"; then
    cat "$file.log" >&2
    return 1
  fi
  sed "s#$from#$to#" "$file" > "$file.broken"
  cmp -s "$file" "$file.broken" && { echo "$grammar: there is nothing to plant a fault in" >&2; return 1; }
  holds "$grammar" "$file.broken" && { echo "$grammar: a planted fault was not found" >&2; return 1; }
  echo "$grammar: $(wc -c < "$file") bytes hold, a planted fault was found"
}

check_feeds() {
  local dir=target/tests/feeds
  rm -rf "$dir"
  mkdir -p "$dir"
  curl -fsS -o "$dir/sitemap" "$BASE/sitemap.xml" || return 1
  curl -fsS -o "$dir/atom" "$BASE/feeds/postings.atom" || return 1
  curl -fsS -o "$dir/indeed" "$BASE/feeds/indeed.xml" || return 1
  checks sitemap "$dir/sitemap" '<lastmod>' '<lastmod>x' || return 1
  checks atom "$dir/atom" '<summary>' '<subtitle/><summary>' || return 1
  checks indeed "$dir/indeed" '<country><!\[CDATA\[JP' '<country><![CDATA[US' || return 1
}
