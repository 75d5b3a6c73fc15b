# Wheelhouse in a container: see docs/operations.md, "Container". Nothing secret belongs into the image.
FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM packages AS pages
# The path below which the app will live, such as /wheelhouse. With another one at the start, the pages are built anew.
ARG BASE_PATH=""
ENV NEXT_TELEMETRY_DISABLED=1
COPY . .
RUN node scripts/generate.mjs && BASE_PATH="$BASE_PATH" node scripts/build-pages.mjs && rm -rf .next/cache .next-below/cache

FROM node:24-slim
WORKDIR /app
ARG BASE_PATH=""
ENV NODE_ENV=production \
    NEXT_TELEMETRY_DISABLED=1 \
    BASE_PATH=$BASE_PATH \
    DATA_DIR=/data \
    HOST=0.0.0.0 \
    LOG_CONSOLE=true
# The app writes into /data, and into the folder of its own pages where the base path was changed.
RUN mkdir -m 700 /data && chown node:node /data /app
COPY --from=pages --chown=node:node /app ./
USER node
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --start-interval=2s \
  CMD ["node", "scripts/ready.mjs"]
ENTRYPOINT ["node", "bin/wheelhouse.mjs"]
CMD ["serve"]
