#!/bin/sh
# Builds the people's app into the folder $1 (absolute); does nothing when that folder is newer than every source.
set -eu

out=${1:?usage: sh build.sh OUT}
stamp="$out/.built"

for tool in node npm; do
    command -v "$tool" >/dev/null 2>&1 || {
        echo "web: $tool is missing: install Node.js 20.19 or newer (https://nodejs.org) and run again" >&2
        exit 1
    }
done

newer_sources() {
    find . \( -name node_modules -o -name dist \) -prune -o -newer "$stamp" ! -name . -print | head -n 1
}

if [ -f "$stamp" ] && [ -f "$out/index.html" ] && [ -z "$(newer_sources)" ]; then
    echo "web: up to date"
    exit 0
fi

installed=node_modules/.package-lock.json
if [ ! -f "$installed" ] || [ -n "$(find package-lock.json -newer "$installed")" ]; then
    npm ci
    touch "$installed"
fi

started=node_modules/.build-started
: >"$started"
npm run build -- --outDir "$out" --emptyOutDir
cp -p "$started" "$stamp"
