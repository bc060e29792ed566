# shellcheck shell=bash disable=SC2154,SC2086 # Sourced by run, which sets the variables; lists are meant to fall into words.
# One load, sent by each contender in turn.

# Results are lines of: what, latency, pair, seconds, seconds of the push itself, KiB, processor seconds of the client, those of the server,
# connections, requests, uploads, bytes sent, bytes received. What was not measured is a minus.

# The first pushes pay for code that is compiled while it runs, in the server and in the lines.
warm_up() {
  local latency contender
  say 'warming up'
  mkdir -p "$memory/warm"
  random_bytes warm $((300 * 16384)) | split -a 5 -d -b 16384 - "$memory/warm/"
  # A publish of 300 files makes the folder whose folders are to lie apart.
  for contender in $(printf '%s\n' curl-8 $contenders | sort -u); do
    measure 0 warm 0 "$contender"
  done
  spread_folders "$(echo "$work"/ours/r/*/pending)"
  for latency in $latencies; do
    ((latency == 0)) || for contender in curl-32 nginx-32; do
      measure "$latency" warm 0 "$contender"
    done
  done
}

measure_loads() { # pair
  local latency load contender order
  for latency in $latencies; do
    for load in $loads; do
      order=()
      for contender in $(contenders_of "$latency" "$load"); do
        # Whoever goes first may find a colder or a calmer machine: they take turns, forwards and backwards.
        if (($1 % 2)); then order+=("$contender"); else order=("$contender" "${order[@]}"); fi
      done
      for ((turn = 0; turn < $1 && ${#order[@]} > 0; turn++)); do order=("${order[@]:1}" "${order[0]}"); done
      for contender in "${order[@]}"; do
        measure "$latency" "$load" "$1" "$contender"
      done
    done
  done
}

# A single file is not sent in parallel, and not over a line.
contenders_of() { # latency, load
  if [[ $2 != 1x* ]]; then
    (($1 == 0)) && echo "$contenders" || echo "$line_contenders"
  elif (($1 == 0)); then
    printf '%s\n' $contenders | sed -n '/-8$/p'
  fi
}

measure() { # latency, load, pair, contender
  local version=$4-$2-$1-$3 source server seconds before after cpu name=ours
  [[ $4 != nginx-* ]] || name=nginx
  server=${name}_url
  server=${!server}
  (($1 == 0)) || server=${line_url[$name-$1]}
  renew_source "$2" "$version"
  receipts=("$work/receipt.json")
  rm -f "${receipts[@]}"
  settle
  before=$(read_line "$name-$1")
  cpu=$(processor_seconds "$name")
  "run_${4%-*}" "$version" "$source" "$server" "${4##*-}"
  note "$2 $4" "$1" "$3" "$name" "$cpu" "$before"
  "verify_$name" "$version" "$source"
  # The push that finds everything there; once for each line, by the parallelism that suits it.
  if [[ $4 == bintray-8 && $1 == 0 || $4 == bintray-32 && $1 != 0 ]]; then
    measure_again "$2" "$1" "$3" "$version" "$source" "${4##*-}"
  fi
  forget_large
}

# Through a line always, also where it has no length: the requests count.
measure_again() { # load, latency, pair, version, folder, parallel
  local before cpu
  sync
  before=$(read_line "ours-$2")
  cpu=$(processor_seconds ours)
  run_bintray "$4" "$5" "${line_url[ours-$2]}" "$6"
  grep -q ": $(count_of "$1") unchanged," "$work/output" || [[ $1 == warm ]] || die "a second push did not find everything unchanged: $(cat "$work/output")"
  note "$1 again" "$2" "$3" ours "$cpu" "$before"
}

note() { # what, latency, pair, server, its processor seconds before, its line before
  local peak user_seconds system_seconds cpu engine=- passed after
  read -r peak user_seconds system_seconds <"$work/time"
  cpu=$(processor_seconds "$4")
  after=$(read_line "$4-$2")
  passed=$(awk -v before="$6" -v after="$after" 'BEGIN {
    n = split(before, b, " "); split(after, a, " ")
    for (i = 1; i <= n; i++) printf "\t%s", a[n] == b[n] ? "-" : a[i] - b[i] }')
  [[ ! -f ${receipts[0]} ]] || engine=$(receipt_seconds "${receipts[@]}")
  awk -v what="$1" -v latency="$2" -v pair="$3" -v seconds="$seconds" -v engine="$engine" -v peak="$peak" -v client="$user_seconds $system_seconds" \
    -v before="$5" -v after="$cpu" -v passed="$passed" 'BEGIN {
      split(client, c, " ")
      printf "%s\t%s\t%s\t%s\t%s\t%s\t%.2f\t%.2f%s\n", what, latency, pair, seconds, engine, peak, c[1] + c[2], after - before, passed }' >>"$results"
  say "pair $3, $2 ms, $1: $seconds s, push $engine s, $((peak / 1024)) MiB$(tr '\t' ' ' <<<"$passed")"
}

# Every file is public, with the bytes that were sent.
verify_ours() { # version, folder
  local sent stored
  sent=$(sha256sum "$2"/* | cut -c 1-64 | sort)
  stored=$(curl -sS --fail "$ours_url/packages/$subject/files/load/versions/$1/files" | grep -o '"sha256":"[0-9a-f]*"' | cut -d '"' -f 4 | sort)
  [[ $sent == "$stored" ]] || die "$1 is not stored as it was sent"
}

verify_nginx() { # version, folder
  local sent stored
  sent=$(cd "$2" && sha256sum -- *)
  stored=$(cd "$work/nginx/files/$1" && sha256sum -- *)
  [[ $sent == "$stored" ]] || die "$1 is not stored as it was sent"
}

# So that the disk does not fill. A deleted version's bytes stay in a store until a sweep; here they are taken away by hand, and nobody
# asks for them any more. The large files at once, as they are few.
forget_large() {
  find "$work/ours/content" "$work/ours/dl" "$work/nginx/files" -type f -size +1M -delete
}

forget_everything() {
  find "$work/ours/content" "$work/ours/dl" "$work/nginx/files" -type f -delete
  sync
  # Now many files were deleted: see spread_folders.
  sleep 6
}
