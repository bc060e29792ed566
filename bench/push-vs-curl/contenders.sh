# shellcheck shell=bash disable=SC2154,SC2034 # Sourced by run, which sets the variables; others use some.
# The contenders: each sends a folder of files as a version of its own to the same server and publishes it; nginx is for reference.

run_bintray() { # version, folder, server, parallel
  log_in timed "$work/cli/bintray" push "$2" --url "$3" --repo "$subject/files" --package load --version "$1" --path "$1" \
    --max-files 0 --parallel "$4" --receipt "$work/receipt.json"
}

run_task() { # version, folder, server, parallel
  log_in timed dotnet build "$work/projects/Load" -c Release -t:PushToBintray -p:Source="$2" -p:BintrayVersion="$1" -p:BintrayUrl="$3" \
    -p:BintrayMaxParallelUploads="$4"
}

run_curl() { # version, folder, server, parallel
  write_uploads "$2" "$3/content/$subject/files/load/$1/$1"
  cat >"$work/curl-push" <<TEXT
set -e
curl -sS --fail --parallel --parallel-max $4 -K "$work/login" -K "$work/requests" 2>&1
curl -sS --fail -K "$work/login" -X POST "$3/content/$subject/files/load/$1/publish"
TEXT
  timed bash "$work/curl-push"
}

run_nginx() { # version, folder, server, parallel
  write_uploads "$2" "$3/$1"
  timed curl -sS --fail --parallel --parallel-max "$4" -K "$work/requests"
}

write_uploads() { # folder, address
  local file
  for file in "$1"/*; do
    printf 'upload-file = "%s"\nurl = "%s/%s"\noutput = "/dev/null"\n' "$file" "$2" "${file##*/}"
  done >"$work/requests"
}

# The key goes through the environment, as it does on a build server.
log_in() {
  BINTRAY_HOME=$work/home BINTRAY_USER=$user BINTRAY_API_KEY=$(tail -n 1 "$work/user.log") "$@"
}

# Runs a command; sets seconds, and leaves the most memory that one process of it had (KiB) and processor seconds in the file time.
timed() {
  local begun=$EPOCHREALTIME
  /usr/bin/time -o "$work/time" -f '%M %U %S' "$@" >"$work/output" 2>&1 || {
    cat "$work/output" >&2
    die "it failed: $*"
  }
  seconds=$(awk -v a="$begun" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.3f", b - a }')
}

# The time of the push itself, in the same run.
receipt_seconds() { # receipts
  sed -n 's/^ *"durationMilliseconds": *\([0-9]*\),*$/\1/p' "$@" | awk '{ sum += $1 } END { printf "%.3f", sum / 1000 }'
}
