#!/bin/sh
# Keeps one issue about broken links and old facts: opens it, updates it while there are any, closes it when all is well.
# usage: .github/links_issue.sh RESULT   the exit code of `make links`, whose report is build/links.md
set -eu
cd "$(dirname "$0")/.."
result=$1
report=build/links.md
label="broken links"

if [ ! -s "$report" ]; then
  echo "make links left no report in $report, so the links were not checked. Its own step says why." >&2
  exit 1
fi
head -c 60000 "$report" >build/links_issue.md # GitHub takes 65,536 characters
open=$(gh issue list --label "$label" --state open --limit 1 --json number --jq '.[].number')

if [ "$result" -eq 0 ] && [ -n "$open" ]; then
  gh issue close "$open" --comment "All links work again, and no fact is too old."
elif [ "$result" -ne 0 ] && [ -n "$open" ]; then
  gh issue edit "$open" --body-file build/links_issue.md
elif [ "$result" -ne 0 ]; then
  gh label create "$label" --force --description "Links to other sites, and facts, that need a person" --color b60205
  gh issue create --label "$label" --title "Some links or facts of the handbook need a person" --body-file build/links_issue.md
else
  echo "All links work, no fact is too old, and no issue is open."
fi
