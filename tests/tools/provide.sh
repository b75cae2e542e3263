# Provides the tools the tests need; sourced, never run. Every `provide_*` function returns 0 when its tool is
# ready, installing it only when missing, and else returns 1 with the reason in $WHY_NOT.
# Everything but Debian packages lands under target/tools, so `rm -r target` takes it away again.

TOOLS="$ROOT/target/tools"
WHY_NOT=""

_apt_is_fresh=no

# Installs Debian packages, as root or through a sudo that asks nothing.
apt_install() {
  local as=()
  if ! command -v apt-get >/dev/null; then
    WHY_NOT="$* is missing and this is no Debian system: install it by hand"
    return 1
  fi
  if [ "$(id -u)" != 0 ]; then
    if ! sudo -n true 2>/dev/null; then
      WHY_NOT="$* is missing; install it with: sudo apt-get install $*"
      return 1
    fi
    as=(sudo -n)
  fi
  if [ "$_apt_is_fresh" = no ]; then
    "${as[@]}" apt-get update -qq </dev/null >&2 || true
    _apt_is_fresh=yes
  fi
  "${as[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "$@" </dev/null >&2 && return 0
  WHY_NOT="apt-get could not install $*"
  return 1
}

# Prints the folder of PostgreSQL's server programs, the newest version first.
postgres_bin() {
  local dir link
  for dir in ${TSUMUGI_TEST_POSTGRES_BIN:-} $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV); do
    [ -x "$dir/initdb" ] && [ -x "$dir/pg_ctl" ] && [ -x "$dir/postgres" ] && { echo "$dir"; return 0; }
  done
  link=$(command -v initdb) || return 1
  dir=$(dirname "$(readlink -f "$link")")
  [ -x "$dir/pg_ctl" ] && [ -x "$dir/postgres" ] && echo "$dir"
}

# Only the programs are wanted: the tests start a private cluster of their own, as an unprivileged user.
provide_postgres() {
  local create=/etc/postgresql-common/createcluster.conf
  if ! postgres_bin >/dev/null; then
    if [ "$(id -u)" = 0 ] && [ ! -e "$create" ] && command -v apt-get >/dev/null; then
      # Debian's package otherwise makes and starts a cluster for the whole machine.
      mkdir -p "$(dirname "$create")" && echo "create_main_cluster = false" > "$create"
    fi
    apt_install postgresql || return 1
  fi
  TSUMUGI_TEST_POSTGRES_BIN=$(postgres_bin) || { WHY_NOT="initdb, pg_ctl and postgres were not found"; return 1; }
  export TSUMUGI_TEST_POSTGRES_BIN
}

provide_node() {
  command -v node >/dev/null && command -v npm >/dev/null || apt_install nodejs npm || return 1
  local major
  major=$(node -p 'process.versions.node.split(".")[0]')
  [ "$major" -ge 20 ] && return 0
  WHY_NOT="Node 20 or newer is needed, this is $(node --version)"
  return 1
}

# Redocly, Spectral, playwright-core, axe-core, the validator of structured data, openapi-typescript with the compiler,
# and the library of Standard Webhooks, at the versions of package-lock.json.
provide_node_tools() {
  provide_node || return 1
  local from="$ROOT/tests/tools" to="$TOOLS/node"
  if cmp -s "$from/package-lock.json" "$to/installed-lock"; then return 0; fi
  mkdir -p "$to" && rm -f "$to/installed-lock"
  cp "$from/package.json" "$from/package-lock.json" "$from/.npmrc" "$to/"
  if ! (cd "$to" && npm ci --no-progress </dev/null >&2); then
    WHY_NOT="npm ci failed in target/tools/node"
    return 1
  fi
  cp "$from/package-lock.json" "$to/installed-lock"
}

# Debian's xmllint, which holds the feeds against our grammars.
provide_xmllint() {
  command -v xmllint >/dev/null || apt_install libxml2-utils
}

# schemathesis, openapi-python-client and the library of Standard Webhooks at the versions of requirements.txt, in an
# environment of their own.
provide_python_tools() {
  local from="$ROOT/tests/tools/requirements.txt" to="$TOOLS/python"
  if cmp -s "$from" "$to/installed-requirements"; then return 0; fi
  command -v python3 >/dev/null || apt_install python3 python3-venv || return 1
  if ! python3 -m venv --clear "$to" >&2; then
    apt_install python3-venv && python3 -m venv --clear "$to" >&2 || {
      WHY_NOT="python3 -m venv does not work here"
      return 1
    }
  fi
  if ! "$to/bin/pip" install --quiet --disable-pip-version-check -r "$from" </dev/null >&2; then
    WHY_NOT="pip could not install tests/tools/requirements.txt"
    return 1
  fi
  cp "$from" "$to/installed-requirements"
}

# Debian's Chromium, and a Japanese font so that screenshots can be read.
provide_chromium() {
  CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
  if [ -z "$CHROMIUM" ]; then
    apt_install chromium fonts-noto-cjk || return 1
    CHROMIUM=$(command -v chromium) || { WHY_NOT="chromium was installed but not found"; return 1; }
  elif [ -z "$(fc-list :lang=ja family 2>/dev/null)" ]; then
    apt_install fonts-noto-cjk || echo "no Japanese font: screenshots will show boxes" >&2
  fi
  export CHROMIUM
}
