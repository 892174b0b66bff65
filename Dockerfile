# syntax=docker/dockerfile:1

# --- what is installed, in a virtual environment that is then copied as a whole
FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /srv/filing
RUN python -m venv .venv
COPY requirements.txt requirements-extras.txt ./
RUN .venv/bin/python -m pip install --require-hashes -r requirements.txt
# "yes" adds what reads certificates and judges faces, for the workers: docker build --build-arg EXTRAS=yes .
ARG EXTRAS=no
RUN if [ "$EXTRAS" = yes ]; then .venv/bin/python -m pip install --require-hashes -r requirements-extras.txt; fi
COPY pyproject.toml README.md LICENSE alembic.ini ./
COPY app app
COPY authority_sandbox authority_sandbox
COPY migrations migrations
RUN .venv/bin/python -m pip install --no-deps --no-build-isolation -e .

# --- what runs: no compiler, no package manager's caches, no root
FROM python:3.11-slim-bookworm
RUN groupadd --system --gid 10001 filing \
    && useradd --system --uid 10001 --gid filing --home-dir /srv/filing --shell /usr/sbin/nologin filing \
    && install -d -o filing -g filing -m 0700 /var/lib/filing
COPY --from=build /srv/filing /srv/filing
WORKDIR /srv/filing
ENV PATH=/srv/filing/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    FILING_HOST=0.0.0.0 \
    FILING_PORT=8000 \
    FILING_DATA_DIR=/var/lib/filing
USER 10001:10001
VOLUME /var/lib/filing
EXPOSE 8000
STOPSIGNAL SIGTERM
# The API alone. The worker is the same image with the command `worker`; its health is its heartbeat in the database.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['FILING_PORT'] + '/healthz', timeout=2)"]
ENTRYPOINT ["filing"]
CMD ["api"]
