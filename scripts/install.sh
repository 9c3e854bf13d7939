#!/usr/bin/env bash
# Creates .venv and installs `demo` (web + texture, no TensorFlow) or `all` (also for tests and checks) into it.
# When that was done for the present pyproject.toml and requirements.lock, only compiles changed translations.
set -euo pipefail
cd "$(dirname "$0")/.."

what="${1:?name what to install: demo or all}"
case "$what" in
  demo) extras="web,texture" ;;
  all) extras="web,worker,dev" ;;
  *) echo "install.sh accepts demo or all, not '$what'." >&2; exit 2 ;;
esac

wanted="$(cat pyproject.toml requirements.lock | sha256sum | cut -d' ' -f1)"
installed() { [ -f ".venv/.installed-$1" ] && [ "$(cat ".venv/.installed-$1")" = "$wanted" ]; }
compile_messages() {
  local source
  for source in locale/*/LC_MESSAGES/*.po; do
    if [ "$source" -nt "${source%.po}.mo" ]; then
      .venv/bin/python scripts/compile_messages.py
      return
    fi
  done
}
if installed all || installed "$what"; then
  compile_messages
  exit 0
fi

find_python() {
  local name
  for name in "${PYTHON:-}" python3.11 python3.12 python3.13 python3 python; do
    if [ -n "$name" ] && "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
      echo "$name"
      return
    fi
  done
  {
    echo "Landscar needs Python 3.11, 3.12 or 3.13, and none of them is on the PATH."
    echo "Install one (Debian, Ubuntu: apt-get install python3 python3-venv) or give its path: make PYTHON=/path/to/python3.11 ..."
  } >&2
  return 1
}

if [ ! -x .venv/bin/python ]; then
  python="$(find_python)"
  echo "==> Creating .venv with $("$python" --version)"
  if ! "$python" -m venv .venv; then
    rm -rf .venv
    echo "Python's venv module does not work here (Debian, Ubuntu: apt-get install python3-venv)." >&2
    exit 1
  fi
fi

echo "==> Installing Landscar [$extras] from requirements.lock"
.venv/bin/python -m pip install --disable-pip-version-check -c requirements.lock -e ".[$extras]" \
  | sed -u -n -e 's/^Collecting \([^ ]*\).*/    \1/p' -e '/^Installing collected/p' -e '/^Successfully built/p'
compile_messages
echo "$wanted" > ".venv/.installed-$what"
echo "==> Installed"
