# One image for web, worker and beat. Node and the build tools stay behind in the first part.
FROM python:3.13-slim AS build
WORKDIR /app
COPY requirements.lock package.json package-lock.json pyproject.toml manage.py Makefile ./
COPY coproduce ./coproduce
COPY decisions ./decisions
COPY participants ./participants
COPY projects ./projects
COPY templates ./templates
COPY static ./static
RUN python coproduce/boot/start.py setup && \
    COPRODUCE_MODE=demo DATABASE_URL=postgresql://none REDIS_URL=redis://none \
    .venv/bin/python -m coproduce.boot.static && \
    rm -rf node_modules var/log var/stamps

FROM python:3.13-slim
RUN useradd --create-home --uid 10001 coproduce
WORKDIR /app
COPY --from=build --chown=coproduce:coproduce /app /app
RUN install -d -o coproduce -g coproduce /data /data/media
USER 10001
ENV PATH=/app/.venv/bin:$PATH COPRODUCE_MODE=production BIND=0.0.0.0 PORT=8000 PYTHONUNBUFFERED=1
EXPOSE 8000
CMD ["gunicorn", "coproduce.wsgi", "--config", "coproduce/boot/gunicorn_conf.py"]
