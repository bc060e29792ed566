# shellcheck shell=bash disable=SC2154 # Sourced by run, which sets the variables.
# The feed: the server with its index, the same as plain files behind nginx, and the questions that clients ask both.

build_programs() {
  publish_ours
  say 'building feed-load'
  dotnet build "$root/bench/FeedLoad" -c Release -o "$work/load" -v quiet --nologo >"$work/build.log" 2>&1 || {
    cat "$work/build.log" >&2
    die 'feed-load does not build'
  }
}

# The key goes to those who need it by their standard input: it is to stand in no list of processes.
make_key() {
  "$work/bin/bintray-server" user add "$user" --data "$work/ours" --role "$subject=admin" >"$work/user.log"
  printf '%s:%s\n' "$user" "$(tail -n 1 "$work/user.log")" >"$work/key"
}

# Starts the server on a repository of which it has no index, waits for that, and starts it again with the index.
index_anew() {
  launch_ours
  wait_for_index
  note index-memory "$(resident VmHWM)"
  restart_ours
  note idle-memory "$(resident VmRSS)"
  feed=$ours_url/nuget/bench/nuget/v3/index.json
}

wait_for_index() {
  local i seconds
  for ((i = 0; i < 6000; i++)); do
    seconds=$(sed -n 's|.*The index has bench/nuget, after \([0-9.]*\) s.*|\1|p' "$work/ours.log" | head -n 1)
    if [[ -n $seconds ]]; then
      note index "$seconds"
      return 0
    fi
    kill -0 "$ours_pid" || break
    sleep 0.1
  done
  cat "$work/ours.log" >&2
  die 'the index was not made'
}

restart_ours() {
  kill "$ours_pid"
  wait "$ours_pid" || true
  local before=$EPOCHREALTIME
  launch_ours
  # The first question pays for what is loaded with it.
  curl -sS --fail -o "$work/answer" "$ours_url/nuget/bench/nuget/v3/search?q=amber"
  note again "$(awk -v a="$before" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }')"
}

# The plain files lie among those of the repository, where packages take no second place. nginx says where it serves before they are
# written: their documents name each other by it.
export_feed() {
  mkdir -p "$work/nginx"
  ln -s "$work/ours/dl/bench/nuget" "$work/nginx/files"
  start_nginx
  static=$nginx_url/v3/index.json
  say 'writing the feed as plain files'
  local before=$EPOCHREALTIME
  "$work/bin/bintray-server" feed export bench/nuget --data "$work/ours" --url "$nginx_url/v3" --index "$work/export" >"$work/export.log"
  note export "$(awk -v a="$before" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }')"
}

ask_feeds() {
  say 'asking'
  echo 5 >"/proc/$ours_pid/clear_refs"
  ask ours "$feed" 'search search-all autocomplete registration versions package'
  note load-memory "$(resident VmHWM)"
  ask nginx "$static" 'registration versions package'
}

ask() { # server, address, kinds
  "$work/load/feed-load" ask --feed "$2" --ids "$ids" --count "$questions" --parallel "$parallel" --kinds "$3" | sed "s/^/$1-/" >>"$results"
}

measure_pushes() {
  say 'pushing'
  "$work/load/feed-load" push --feed "$feed" --from "$ids" --count "$pushes" <"$work/key" >>"$results"
}

note() { # name, value
  printf '%s\t%s\n' "$1" "$2" >>"$results"
}

resident() { # field of /proc/<pid>/status, in MiB
  awk -v field="$1:" '$1 == field { printf "%.0f", $2 / 1024 }' "/proc/$ours_pid/status"
}
