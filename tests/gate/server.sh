# Starts and stops one demo server for a test; sourced, never run. The contract with the binary:
# `tsumugi demo` prints on stdout a line `API  http://127.0.0.1:PORT/api/v1` and a line `Key  tsk_…`,
# and answers 200 at /readyz once its pool is loaded.

SERVER_PID=""
SERVER_DIR=""

# start_server [FLAG OF THE DEMO]... : sets BASE (http://127.0.0.1:PORT) and KEY (the demo key).
# Needs target/debug/tsumugi, or $TSUMUGI_BIN.
start_server() {
  local bin=${TSUMUGI_BIN:-${CARGO_TARGET_DIR:-$ROOT/target}/debug/tsumugi} deadline=$((SECONDS + 180)) name
  local bare=()
  # What the caller's shell sets for the server or for the tests must not change what is tested.
  for name in $(compgen -e TSUMUGI_ || true); do bare+=(-u "$name"); done
  [ -x "$bin" ] || { echo "no server at $bin: build it with cargo build" >&2; return 1; }
  SERVER_DIR=$(mktemp -d)
  env "${bare[@]}" "$bin" demo --data-dir "$SERVER_DIR/data" --listen 127.0.0.1:0 "$@" </dev/null \
    >"$SERVER_DIR/stdout" 2>"$SERVER_DIR/stderr" &
  SERVER_PID=$!
  BASE="" KEY=""
  while [ $SECONDS -lt $deadline ]; do
    if ! kill -0 "$SERVER_PID" 2>/dev/null; then
      echo "the server ended at start; its last words:" >&2
      tail -n 20 "$SERVER_DIR/stdout" "$SERVER_DIR/stderr" >&2
      stop_server
      return 1
    fi
    BASE=$(sed -nE 's#^ *API +(https?://[^/ ]+)/api/v1/?.*$#\1#p' "$SERVER_DIR/stdout" | head -n 1)
    KEY=$(sed -nE 's#^ *Key +(tsk_[^ ]+).*$#\1#p' "$SERVER_DIR/stdout" | head -n 1)
    if [ -n "$BASE" ] && [ -n "$KEY" ] && curl -fsS -o /dev/null "$BASE/readyz" 2>/dev/null; then
      export BASE KEY
      return 0
    fi
    sleep 0.2
  done
  echo "the server was not ready within three minutes; its last words:" >&2
  tail -n 20 "$SERVER_DIR/stdout" "$SERVER_DIR/stderr" >&2
  stop_server
  return 1
}

# Stops the server; what it wrote to stderr is kept as target/tests/NAME.log for a look afterwards.
stop_server() {
  if [ -n "$SERVER_PID" ]; then
    kill "$SERVER_PID" 2>/dev/null || true
    wait "$SERVER_PID" 2>/dev/null || true
    SERVER_PID=""
  fi
  if [ -n "$SERVER_DIR" ]; then
    mkdir -p "$ROOT/target/tests"
    cp "$SERVER_DIR/stderr" "$ROOT/target/tests/${1:-server}.log" 2>/dev/null || true
    rm -rf "$SERVER_DIR"
    SERVER_DIR=""
  fi
}
