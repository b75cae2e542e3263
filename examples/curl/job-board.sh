#!/bin/sh
# An afternoon of a job board's integrator: people and postings in, a ranking, its reasons and its outcome out.
#
# Asks for the server and the key in TSUMUGI and KEY; needs curl and nothing else. It may be run as often as you like:
# what is there already is replaced or left alone, and the one person it makes is deleted again.
set -eu
: "${TSUMUGI:?the address of the server}" "${KEY:?an API key}"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# api PATH [OPTIONS OF CURL]... : problems are answers too, so they are printed and never end the script by themselves.
api() {
  path=$1
  shift
  curl -sS -H "Authorization: Bearer $KEY" "$@" "$TSUMUGI/api/v1$path"
}
json="Content-Type: application/json"

# The first value of a field in the JSON on stdin. A program of yours would use jq.
field() { grep -oE "\"$1\":(\"[^\"]*\"|[^\",}]*)" | head -n 1 | sed -E 's/^"[^"]*":"?//; s/"$//'; }

# expect TEXT FILE : ends the script when the text is not in the file. The names of headers come in either case.
expect() { grep -qiF -- "$1" "$2" || { echo "expected $1 in:" >&2; cat "$2" >&2; exit 1; }; }

cursor=$(api "/changes?cursor=latest" | field next_cursor)

echo "People, in bulk:"
cat > people.ndjson <<'LINES'
{"external_id":"jb-1","display_name":"山口 理沙","skills":[{"skill":"instagram","proficiency":4}],"home_municipality":"131016","work_styles":["remote","hybrid"],"hours_per_week":10}
{"external_id":"jb-2","display_name":"鈴木 花","skills":[{"skill":"インスタ","proficiency":2}],"hours_per_week":400}
{"external_id":"jb-3","display_name":"佐藤 健","skills":[{"skill":"写真","proficiency":3}],"home_municipality":"202151","work_styles":["remote"],"hours_per_week":6}
LINES
api /candidates/bulk -H "Content-Type: application/x-ndjson" --data-binary @people.ndjson | tee outcomes
# A wrong line is told at its place; the rest is stored.
expect '{"index":1,"status":422' outcomes
expect '"pointer":"/hours_per_week"' outcomes
[ "$(grep -cE '"status":20[01]' outcomes)" = 2 ]

echo "A posting:"
# Written under our own key, and published unless that was done before.
api /postings/by-external-id/job-board-1 -X PUT -H "$json" -d '{
  "title": "みそ蔵の新商品を首都圏に届ける", "contract_form": "quasi_mandate", "municipality": "202151",
  "work_style": "remote", "hours_per_week": {"min": 4, "desired": 8},
  "required_skills": [{"skill": "instagram", "min_proficiency": 2}],
  "reward": {"kind": "monthly", "min_yen": 50000, "max_yen": 80000}}' > posting
posting=$(field id < posting)
if [ "$(field status < posting)" = draft ]; then
  api "/postings/$posting/transitions" -H "$json" -d '{"to": "published"}' > posting
fi
expect '"status":"published"' posting
echo "  $posting published"

echo "The ranking:"
api "/postings/$posting/matches?limit=3" -D headers > matches
expect '"rank":1,' matches
etag=$(sed -n 's/^etag: *"\(.*\)".*/\1/p' headers)
first=$(field candidate_id < matches)
echo "  $first is first with $(field score < matches) parts of a million"

echo "Why the first is first:"
api "/matches/explain?posting_id=$posting&candidate_id=$first" > explanation
expect '"eligible":true' explanation
sed 's/.*"reasons_ja":\[\([^]]*\)\].*/  \1/' explanation

echo "A person, with an idempotency key:"
# Sent twice by the same key, as after a broken connection: there is one person, and one answer.
key="sign-up-$(date +%s)-$$"
for attempt in 1 2; do
  api /candidates -D "headers-$attempt" -H "Idempotency-Key: $key" -H "$json" \
    -d '{"display_name": "井上 恵"}' > "person-$attempt"
done
cmp person-1 person-2
expect "Idempotent-Replayed: true" headers-2
person=$(field id < person-1)
echo "  $person sent twice, made once"

echo "An outcome:"
# Told twice, counted once: `event_id` is our own, and the same event has the same contents.
happened_at=$(date -u +%Y-%m-%dT%H:%M:%SZ)
for attempt in 1 2; do
  api /events/outcomes -D "headers-$attempt" -H "$json" -d "{
    \"event_id\": \"mail-$key\", \"kind\": \"contacted\", \"posting_id\": \"$posting\", \"candidate_id\": \"$first\",
    \"happened_at\": \"$happened_at\", \"ranking_etag\": \"\\\"$etag\\\"\"}" > "outcome-$attempt"
done
expect "HTTP/1.1 201" headers-1
expect "HTTP/1.1 200" headers-2
cmp outcome-1 outcome-2
echo "  contacted: told twice, counted once"

echo "A request with faults:"
# All of them come at once, each with a pointer to its field. Nothing is stored.
api /postings/by-external-id/job-board-2 -X PUT -H "$json" -d '{
  "title": "みそ蔵の新商品を首都圏に届ける", "contract_form": "quasi_mandate", "municipality": "202151",
  "work_style": "remote", "hours_per_week": {"min": 9, "desired": 8},
  "required_skills": [{"skill": "instagrm"}]}' | tee problem
echo
expect '"status":422' problem
expect '"pointer":"/hours_per_week/min"' problem
expect '"pointer":"/required_skills/0/skill"' problem

echo "What has changed since we began:"
api "/candidates/$person" -X DELETE
more=true
while [ "$more" = true ]; do
  api "/changes?cursor=$cursor" > page
  cat page >> changes
  echo >> changes
  cursor=$(field next_cursor < page)
  more=$(field has_more < page)
done
cat changes
expect "\"id\":\"$person\",\"version\":1,\"kind\":\"created\"" changes
expect "\"id\":\"$person\",\"version\":2,\"kind\":\"deleted\"" changes
