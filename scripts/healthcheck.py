"""Container health check: requests the web process's health page with an allowed host name."""

import os
import sys
import urllib.error
import urllib.request


def host_name() -> str:
    first = os.environ.get("LANDSCAR_ALLOWED_HOSTS", "").split(",")[0].strip()
    return "localhost" if first in ("", "*") else first.removeprefix(".")


def main(url: str) -> int:
    request = urllib.request.Request(url, headers={"Host": host_name()})  # noqa: S310 - our own address
    try:
        with urllib.request.urlopen(request, timeout=4) as response:  # noqa: S310 - our own address
            print(response.read().decode())
    except (urllib.error.URLError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
