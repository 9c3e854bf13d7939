"""`python -m ml`: the model for people with a folder of pictures and no server."""

from ml.cli.main import main

raise SystemExit(main())
