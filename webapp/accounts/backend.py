"""Which of the authentication backends an account is signed in by."""

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
"""`login` has to be told: the other one, axes', only refuses."""
