#!/usr/bin/env bash
# No word of a user's language stands in the code: they live in Sources/Knowledge/Files. Comments may quote questions;
# tables of letters, vendors' column names and the questions that tools ask are no words of the reader.
set -euo pipefail
cd "$(dirname "$0")/.."
exempt='/(Alphabet|Layout|Transliteration|ColumnRole|Noise|ReadingBench)\.swift:'
if found="$(grep -rnP '^(?!\s*//).*\p{Cyrillic}' Sources --include='*.swift' | grep -vE "$exempt" | grep -vP '//[^"]*\p{Cyrillic}[^"]*$')"; then
    echo "words of a language in the code:" >&2
    echo "$found" >&2
    exit 1
fi
if found="$(grep -rnE '== *\.(ru|en)\b' Sources --include='*.swift' | grep -v 'Sources/Answers/Words/')"; then
    echo "a language decides in the code:" >&2
    echo "$found" >&2
    exit 1
fi
