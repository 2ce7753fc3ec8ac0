# The page, the server with its locked dependencies, and an image of the two that runs as nobody.
# docs/deployment.md says how to run it; deploy/compose.yml does.

FROM node:24-slim AS page
WORKDIR /build/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY frontend ./
RUN npx vite build

FROM python:3.13-slim AS server
WORKDIR /build
RUN python -m venv /srv/salescoach
COPY requirements-server.txt ./
RUN /srv/salescoach/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes \
    -r requirements-server.txt
COPY pyproject.toml README.md LICENSE ./
COPY src ./src
COPY --from=page /build/src/salescoach/app/page ./src/salescoach/app/page
RUN /srv/salescoach/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps \
    --no-build-isolation . \
    && /srv/salescoach/bin/python -m compileall -q /srv/salescoach/lib

FROM python:3.13-slim
RUN groupadd --gid 10001 salescoach \
    && useradd --uid 10001 --gid salescoach --home-dir /data --no-create-home --shell /usr/sbin/nologin salescoach \
    && install --directory --owner=salescoach --group=salescoach --mode=700 /data /data/logs /backups
COPY --from=server /srv/salescoach /srv/salescoach
ENV PATH="/srv/salescoach/bin:$PATH" \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    ENVIRONMENT=production \
    DATA_DIR=/data \
    HOST=0.0.0.0 \
    PORT=5000
USER salescoach
WORKDIR /data
VOLUME /data
EXPOSE 5000
# A restart waits for the live calls to be saved.
STOPSIGNAL SIGTERM
# Asked twice a minute for as long as it runs, so nothing of the server is loaded for it.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
    CMD ["python", "-I", "-S", "-c", "import os, http.client; asked = http.client.HTTPConnection('localhost', int(os.environ.get('PORT') or 5000), timeout=4); asked.request('GET', '/api/health/ready'); raise SystemExit(asked.getresponse().status != 200)"]
ENTRYPOINT ["salescoach"]
CMD ["serve"]
