#!/usr/bin/env bash
# Pictures of the kit of durres-school, page by page: how it looks on the table. Needs Chromium.
#   bash docs/kit/look.sh [folder for the pictures]
set -euo pipefail
cd "$(dirname "$0")/../.."
to=$(realpath "${1:-docs/kit}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cargo run --release --quiet -- run scenarios/durres-school --out "$work/run" --quiet
cargo run --release --quiet -- kit "$work/run" --language en,sq --out "$work/kit" --quiet
shot() { # page, picture, height
  chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --no-first-run --user-data-dir="$work/browser" \
    --window-size="860,$3" --screenshot="$to/$2.png" "file://$work/kit/$1" 2>/dev/null
}
shot en/facilitator.html facilitator 2600
shot en/handouts-2.html handouts 2600
shot sq/handouts-2.html handouts-sq 2600
shot en/situation.html situation 1250
shot en/inject-cards.html inject-cards 1250
shot en/decision-log.html decision-log 2450
shot en/evaluation.html evaluation 1250
