"""Static files with a hash in their names."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise is untyped
    """Also rewrites `import` in ES modules, so that a module and its imports are cached together."""

    support_js_module_import_aggregation = True
