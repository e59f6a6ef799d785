# Two images: `product` for web, worker, clock and commands, `edge` for the web server with the static files in it.
# docker compose builds both; see docs/operations.md.
FROM node:20-bookworm-slim AS frontend
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
# Style rules that no template names are left out, so the build reads the templates of every app.
COPY . .
RUN npm run --silent build

FROM python:3.12-slim-bookworm AS packages
RUN python -m venv /opt/venv
COPY requirements.txt ./
# Wheels only, each with its hash: nothing is compiled and nothing else is taken.
RUN /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --only-binary :all: --require-hashes \
    --requirement requirements.txt

FROM python:3.12-slim-bookworm AS product
# pg_dump and psql of the server's version for backups; a Chinese font for papers.
RUN apt-get update \
    && apt-get install -y --no-install-recommends postgresql-client-15 fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 aftersales \
    && useradd --uid 10001 --gid aftersales --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin aftersales \
    && install -d -o aftersales -g aftersales \
        /var/lib/aftersales /var/lib/aftersales/media /var/lib/aftersales/run /var/lib/aftersales/backups
COPY --from=packages /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=aftersales.settings \
    DEBUG=false \
    LOG_FORMAT=json \
    VAR_DIR=/var/lib/aftersales \
    STATIC_ROOT=/srv/static \
    HOST=0.0.0.0 \
    PORT=8000
WORKDIR /srv/aftersales
COPY . .
COPY --from=frontend /src/static/dist ./static/dist
# The key signs nothing here. Compiled beforehand, because the running container cannot write its own code.
RUN SECRET_KEY=build VAR_DIR=/tmp/build python manage.py collectstatic --noinput --verbosity 0 \
    && python -m compileall -q -j 0 . /opt/venv/lib \
    && rm -rf /tmp/build
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-m", "aftersales.alive", "web"]
CMD ["gunicorn", "--config", "python:aftersales.webserver", "aftersales.wsgi"]

FROM nginx:1.28-bookworm AS edge
RUN rm -rf /etc/nginx/conf.d /usr/share/nginx/html
COPY deploy/nginx /etc/nginx/aftersales
COPY --from=product /srv/static /srv/static
USER 101:101
EXPOSE 8080 8443
HEALTHCHECK --interval=15s --timeout=5s --retries=3 CMD ["curl", "-fsS", "http://127.0.0.1:8081/alive"]
CMD ["nginx", "-g", "daemon off;", "-c", "/etc/nginx/aftersales/https.conf"]
