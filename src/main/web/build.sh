#!/bin/sh
# Builds the people's app into the folder $1 (absolute) and the console into its folder console; does nothing when that folder is newer
# than every source, the contract among them.
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
    find . ../resources/openapi.yaml \( -name node_modules -o -name dist -o -name generated \) -prune -o -newer "$stamp" ! -name . -print |
        head -n 1
}

if [ -f "$stamp" ] && [ -f "$out/index.html" ] && [ -f "$out/console/console.html" ] && [ -z "$(newer_sources)" ]; then
    echo "web: up to date"
    exit 0
fi

installed=node_modules/.package-lock.json
if [ ! -f "$installed" ] || [ -n "$(find package-lock.json -newer "$installed")" ]; then
    npm ci
    touch "$installed"
fi

# before the moment of starting: what is made within a build is no newer source
mkdir -p src/generated
started=node_modules/.build-started
: >"$started"
npm run check
npx vite build --outDir "$out" --emptyOutDir
npx vite build --config vite.console.config.ts --outDir "$out/console" --emptyOutDir
cp -p "$started" "$stamp"
