#!/bin/sh
# Names the images that compose.yaml builds on by their hashes. Run it again to renew them: then look at the change, build, and commit .env.
set -eu
cd "$(dirname "$0")"
program=${CONTAINER_PROGRAM:-docker}
pinned() {
    "$program" pull --quiet "$2" >/dev/null
    echo "$1=$("$program" image inspect --format '{{index .RepoDigests 0}}' "$2")"
}
{
    pinned PYTHON_IMAGE docker.io/library/python:3.13-slim-bookworm
    pinned DEBIAN_IMAGE docker.io/library/debian:bookworm-slim
} >.env.new
mv .env.new .env
cat .env
