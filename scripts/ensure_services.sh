#!/usr/bin/env bash
# Installs the programs that the tests need (Redis, PostgreSQL, Chromium) with apt-get, or lists what is missing
# and fails. Starts no server: the tests start their own.
set -euo pipefail

has_redis() { command -v redis-server >/dev/null; }
has_postgres() { command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }
has_chromium() { command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; }

missing_packages() {
  has_redis || echo redis-server
  has_postgres || echo postgresql
  has_chromium || echo chromium
}

mapfile -t packages < <(missing_packages)
[ "${#packages[@]}" -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  as_root=(sudo -n)
fi
may_install() {
  command -v apt-get >/dev/null && { [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null; }
}
if ! may_install; then
  {
    echo "The tests need real servers and a browser. Missing: ${packages[*]}"
    echo "Install them (Debian, Ubuntu: sudo apt-get install ${packages[*]}) and try again."
  } >&2
  exit 1
fi

echo "==> Installing ${packages[*]}"
apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -q)
"${apt[@]}" update
"${apt[@]}" install -y --no-install-recommends "${packages[@]}"

mapfile -t packages < <(missing_packages)
if [ "${#packages[@]}" -gt 0 ]; then
  echo "apt-get succeeded, but these programs were not found: ${packages[*]}" >&2
  exit 1
fi
