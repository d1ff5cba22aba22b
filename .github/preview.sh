#!/bin/sh
# Builds the pages of each language whose files differ from a commit: .github/preview.sh COMMIT FOLDER
# One that cannot be built stops no other.
set -eu
result=0
changed=$(git diff --name-only "$1" -- locales docs/own/locales)
for language in $(echo "$changed" | sed -n 's|^\(docs/own/\)\{0,1\}locales/\([^/]*\)/.*|\2|p' | sort -u); do
  [ -d "locales/$language" ] || [ -d "docs/own/locales/$language" ] || continue # it was taken away
  .venv/bin/python -m sphinx -q -b html -c . -d "build/.doctrees-$language" -D "language=$language" -A alone=1 \
    docs "$2/$language" || result=1
done
exit "$result"
