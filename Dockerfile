# syntax=docker/dockerfile:1
# Three images from one file: web (no machine-learning library), worker (CPU), gpu-worker (CUDA from the wheels).
#   docker build --target web .        docker build --target worker .        docker build --target gpu-worker .

FROM python:3.11-slim-bookworm AS base
ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONPATH=/app \
    PATH=/opt/venv/bin:$PATH \
    DJANGO_SETTINGS_MODULE=webapp.settings.production \
    LANDSCAR_DATA_ROOT=/data \
    KERAS_HOME=/data/keras
# A fixed id, so that a folder shared between machines has the same owner.
RUN groupadd --gid 10001 landscar \
    && useradd --uid 10001 --gid landscar --no-create-home --home-dir /nonexistent landscar \
    && install --directory --owner=landscar --group=landscar /data
WORKDIR /app

# Dependencies change less often than the code, so they are installed first, without it.
FROM base AS install
COPY pyproject.toml requirements.lock README.md LICENSE ./
RUN python -m venv /opt/venv

FROM install AS install-web
RUN --mount=type=cache,target=/root/.cache/pip pip install -c requirements.lock ".[web]"

FROM install AS install-worker
RUN --mount=type=cache,target=/root/.cache/pip pip install -c requirements.lock ".[web,worker]"

FROM install AS install-gpu
RUN --mount=type=cache,target=/root/.cache/pip pip install -c requirements.lock ".[web,gpu]"

# The code, with its translations compiled and its static files hashed and compressed.
FROM install-web AS code
COPY . .
RUN python scripts/compile_messages.py \
    && LANDSCAR_SECRET_KEY=only-while-building LANDSCAR_ALLOWED_HOSTS=build \
       LANDSCAR_DATABASE_URL=postgresql://build/build LANDSCAR_BROKER_URL=redis://build \
       python manage.py collectstatic --noinput

FROM base AS web
COPY --from=install-web /opt/venv /opt/venv
COPY --from=code /app /app
USER landscar
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "webapp.wsgi:application", "--bind", "0.0.0.0:8000", "--threads", "4", "--worker-tmp-dir", "/dev/shm"]

FROM base AS worker
# rasterio's wheel carries GDAL and all of its libraries but this one.
RUN apt-get update && apt-get install -y --no-install-recommends libexpat1 && rm -rf /var/lib/apt/lists/*
COPY --from=install-worker /opt/venv /opt/venv
COPY --from=code /app /app
USER landscar
VOLUME /data
CMD ["celery", "-A", "webapp", "worker", "--loglevel", "info", "--queues", "default,imagery,gpu"]

FROM base AS gpu-worker
RUN apt-get update && apt-get install -y --no-install-recommends libexpat1 && rm -rf /var/lib/apt/lists/*
COPY --from=install-gpu /opt/venv /opt/venv
COPY --from=code /app /app
USER landscar
VOLUME /data
CMD ["celery", "-A", "webapp", "worker", "--loglevel", "info", "--queues", "gpu", "--concurrency", "1"]
