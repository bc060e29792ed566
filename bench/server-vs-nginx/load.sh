# shellcheck shell=bash disable=SC2154 # Sourced by run, which sets the variables.
# The load: the same files and the same curl command for both servers, timed from outside.

# New bytes for each pair: a store that knows its contents must not find them there already.
make_content() {
  local kind
  for kind in 8 32; do
    mkdir -p "$work/source/$kind-$1"
    random_bytes "$1-$kind" $((files * file_kib * 1024)) | split -a 5 -d -b $((file_kib * 1024)) - "$work/source/$kind-$1/"
  done
  if [[ -f $work/source/big/big ]]; then
    printf 'pair %8d' "$1" | dd of="$work/source/big/big" conv=notrunc status=none
  else
    mkdir -p "$work/source/big"
    random_bytes big $((big_mib * 1048576)) >"$work/source/big/big"
  fi
}

random_bytes() {
  openssl enc -aes-256-ctr -nosalt -pbkdf2 -iter 1 -pass "pass:$1" -in /dev/zero 2>/dev/null | head -c "$2" || [[ ${PIPESTATUS[1]} == 0 ]]
}

# The large files of one pair, so that the disk does not fill. The small ones stay to the end: see settle.
forget_content() {
  call -X DELETE "$ours_url/packages/$subject/files/load/versions/big-$1"
  rm -f "$work/nginx/files/big-$1/big"
  # A deleted version's bytes stay in a store until a sweep; here they are taken away by hand, and nobody asks for them any more.
  find "$work/ours/content" "$work/ours/dl" -type f -size +$((big_mib * 1024 - 1))k -delete
}

# ext4 does not use the number of a deleted file again for five seconds and searches for another one meanwhile, which makes every new
# file slow. A publish deletes a marker per file; whoever is measured next is not to pay for that.
settle() {
  sync
  sleep 6
}

put_address() { # server, version, file
  if [[ $1 == ours ]]; then printf '%s/content/%s/files/load/%s/%s/%s' "$ours_url" "$subject" "$2" "$2" "$3"; else printf '%s/%s/%s' "$nginx_url" "$2" "$3"; fi
}

get_address() { # server, version, file
  if [[ $1 == ours ]]; then printf '%s/dl/%s/files/%s/%s' "$ours_url" "$subject" "$2" "$3"; else put_address "$@"; fi
}

# All requests of one run, as a curl configuration.
write_requests() { # method, server, version, folder
  local file prefix
  prefix=$("$1_address" "$2" "$3" '')
  for file in "$4"/*; do
    [[ $1 == get ]] || printf 'upload-file = "%s"\n' "$file"
    printf 'url = "%s%s"\noutput = "/dev/null"\n' "$prefix" "${file##*/}"
  done >"$work/requests"
}

# Runs the requests and notes what they cost: name, server, pair, seconds, processor seconds, requests.
run_requests() { # name, server, pair, parallel
  local before cpu seconds answered expected
  expected=$(grep -c '^url' "$work/requests")
  # What the one before has left in the write cache is not to be paid by the next one.
  sync
  cpu=$(processor_seconds "$2")
  before=$EPOCHREALTIME
  curl -s --parallel --parallel-max "$4" -K "$work/login" -K "$work/requests" -w "%{http_code}\n" >"$work/codes" 2>"$work/progress"
  seconds=$(awk -v a="$before" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.4f", b - a }')
  cpu=$(awk -v a="$cpu" -v b="$(processor_seconds "$2")" 'BEGIN { print b - a }')
  answered=$(grep -c '^20[014]$' "$work/codes" || true)
  ((answered == expected)) || die "$2, $1: $answered of $expected requests succeeded"
  printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$seconds" "$cpu" "$expected" >>"$results"
  say "pair $3, $2: $1 $seconds s"
}

publish() { # version, pair, name
  local before=$EPOCHREALTIME
  call -X POST "$ours_url/content/$subject/files/load/$1/publish" -d '{}'
  awk -v a="$before" -v b="$EPOCHREALTIME" -v pair="$2" -v name="$3" \
    'BEGIN { printf "%s\tours\t%s\t%.4f\t0\t1\n", name, pair, b - a }' >>"$results"
}

measure() { # server, pair
  local parallel big=big-$2
  settle
  for parallel in 8 32; do
    write_requests put "$1" "$parallel-$2" "$work/source/$parallel-$2"
    run_requests "put-$parallel" "$1" "$2" "$parallel"
  done
  write_requests put "$1" "$big" "$work/source/big"
  run_requests put-big "$1" "$2" 1

  if [[ $1 == ours ]]; then
    publish "8-$2" "$2" publish
    publish "32-$2" "$2" publish
    publish "$big" "$2" publish-big
  fi

  for parallel in 8 32; do
    write_requests get "$1" "$parallel-$2" "$work/source/$parallel-$2"
    run_requests "get-$parallel" "$1" "$2" "$parallel"
    compare "$1" "$parallel-$2" 00000 "$work/source/$parallel-$2/00000"
  done
  write_requests get "$1" "$big" "$work/source/big"
  run_requests get-big "$1" "$2" 1
  # Reading a large file twice takes its time: once is enough.
  (($2 > 0)) || compare "$1" "$big" big "$work/source/big/big"
}

# What comes back must be what went in.
compare() { # server, version, file, source
  local sent came
  sent=$(openssl dgst -sha256 -r <"$4")
  came=$(curl -sS --fail -K "$work/login" "$(get_address "$1" "$2" "$3")" | openssl dgst -sha256 -r)
  [[ $sent == "$came" ]] || die "$1 gave back other bytes than it was sent: $3"
}
