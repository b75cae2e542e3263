# Makes clients from the OpenAPI document with generators of others, and runs examples/ with them against the running
# server (BASE, KEY); sourced by tests/gate/run, never run. Everything made lands in target/clients.

CLIENTS=target/clients

# run_twice COMMAND... : once over what is there, once over what the first time left behind.
run_twice() {
  local log="$CLIENTS/example.log" turn
  for turn in 1 2; do
    TSUMUGI="$BASE" "$@" >"$log" 2>&1 || { echo "turn $turn of $*:" >&2; cat "$log" >&2; return 1; }
  done
}

# same_versions EXAMPLE TOOLS : every pin of the example's requirements.txt is one of the tests' tools.
same_versions() {
  local strange
  strange=$(grep -v '^#' "$1" | grep -vxFf "$2" || true)
  [ -z "$strange" ] || { echo "$1 asks for other versions than $2: $strange" >&2; return 1; }
}

# All that openapi-python-client may complain of: it knows neither NDJSON nor CSV, and leaves the four bulk operations
# and the import of sheets out.
python_left_out() {
  local tag
  echo "WARNING parsing POST /api/v1/imports within imports. Endpoint will not be generated."
  echo "Unsupported content type application/gzip"
  echo "Unsupported content type text/csv"
  for tag in applications candidates outcomes postings; do
    echo "WARNING parsing POST /api/v1/${tag/#outcomes/events/outcomes}/bulk within $tag. Endpoint will not be generated."
    echo "Unsupported content type application/x-ndjson"
  done
}

make_python_client() {
  local to="$CLIENTS/python" said="$CLIENTS/python/generator.log"
  rm -rf "$to" && mkdir -p "$to" || return 1
  PATH="$TOOLS/python/bin:$PATH" openapi-python-client generate --path "$DOCUMENT" --meta none \
    --output-path "$to/tsumugi_client" >"$said" 2>&1 || { cat "$said" >&2; return 1; }
  grep -vE '^$|^Generating |^Warning\(s\) encountered|^If you believe this was a mistake' "$said" | sort \
    | diff <(python_left_out | sort) - || { echo "the generator says other things than those known" >&2; return 1; }
  "$TOOLS/python/bin/python" -m compileall -q "$to/tsumugi_client" && (cd "$to" && "$TOOLS/python/bin/python" -c '
import importlib, pkgutil, tsumugi_client
names = [module.name for module in pkgutil.walk_packages(tsumugi_client.__path__, "tsumugi_client.")]
for name in names:
    importlib.import_module(name)
print(f"{len(names)} modules generated and imported")') >"$to/imported"
}

check_python_client() {
  same_versions examples/python/requirements.txt tests/tools/requirements.txt || return 1
  make_python_client || return 1
  PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$CLIENTS/python" \
    run_twice "$TOOLS/python/bin/python" examples/python/job_board.py || return 1
  echo "$(cat "$CLIENTS/python/imported"), the example ran twice"
}

make_typescript_client() {
  local to="$CLIENTS/typescript"
  rm -rf "$to" && mkdir -p "$to" && cp -r examples/typescript/package.json examples/typescript/tsconfig.json \
    examples/typescript/src "$to/" && ln -s "$TOOLS/node/node_modules" "$to/node_modules" || return 1
  "$TOOLS/node/node_modules/.bin/openapi-typescript" "$DOCUMENT" -o "$to/src/schema.d.ts" >"$to/generator.log" 2>&1 \
    && ! grep -qi 'warn' "$to/generator.log" || { cat "$to/generator.log" >&2; return 1; }
  (cd "$to" && node_modules/.bin/tsc)
}

check_typescript_client() {
  node -e '
    const [example, tools] = process.argv.slice(1).map((file) => require(require("node:path").resolve(file)));
    const strange = Object.entries({ ...example.dependencies, ...example.devDependencies })
      .filter(([name, version]) => tools.dependencies[name] !== version);
    if (strange.length > 0) throw new Error(`other versions than the tools of the tests: ${strange.join(" ")}`);
  ' examples/typescript/package.json tests/tools/package.json || return 1
  make_typescript_client || return 1
  run_twice node "$CLIENTS/typescript/dist/job-board.js" || return 1
  echo "$(wc -l < "$CLIENTS/typescript/src/schema.d.ts") lines of types hold under tsc --strict, the example ran twice"
}

check_curl_examples() {
  mkdir -p "$CLIENTS"
  run_twice sh examples/curl/job-board.sh || return 1
  echo "the example ran twice"
}
