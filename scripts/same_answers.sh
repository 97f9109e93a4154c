#!/usr/bin/env bash
# same_answers.sh QUESTIONS.jsonl DATA [RUNS] [PROGRAM]: several runs over the questions give the same bytes, apart from
# timing. The file's format is that of `barwise ask --batch`.
set -euo pipefail
questions="${1:?a file of questions}" data="${2:?a data directory}" runs="${3:-10}"
program="${4:-$(dirname "$0")/../.build/release/barwise}"
first=""
for run in $(seq "$runs"); do
    sum="$("$program" ask --batch "$questions" --data "$data" --json |
        sed -E 's/"timing":\{[^}]*\}/"timing":{}/' | sha256sum | cut -d' ' -f1)"
    echo "$run $sum"
    first="${first:-$sum}"
    [ "$sum" = "$first" ] || { echo "run $run differs from run 1" >&2; exit 1; }
done
