# shellcheck shell=bash disable=SC2154 # Sourced by run, which sets the variables.
# The two servers: found or built, started on ports that are free now, ended by their process ids.

user=bench subject=bench ours_pid='' nginx_pid=''

say() { printf '%s\n' "$*" >&2; }

die() {
  say "$*"
  exit 1
}

# The large file is there three times (source and two servers), the small ones too, twice; the one for the memory comes after them.
require_space() {
  local small=$((files * file_kib * 6 / 1024)) needed free
  needed=$((3 * big_mib + small * (pairs + 1)))
  ((needed < memory_mib + small * (pairs + 1))) && needed=$((memory_mib + small * (pairs + 1)))
  free=$(df --output=avail -m "$work" | tail -n 1)
  ((free > needed + 1024)) || die "$work has $free MiB free and $((needed + 1024)) are needed; see --folder, --big-mib, --memory-mib"
}

find_nginx() {
  PATH=$PATH:/usr/sbin:/usr/local/sbin
  if ! has_dav; then
    command -v apt-get >/dev/null || die 'nginx with its dav module is needed, and there is no apt-get to install it with'
    local as_root=()
    ((EUID == 0)) || as_root=(sudo)
    say 'installing nginx'
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" apt-get install -y -qq --no-install-recommends nginx-light >/dev/null
    has_dav || die 'the nginx that was installed has no dav module'
  fi
}

# The output is taken first: grep -q would end it early, and pipefail would call that a failure.
has_dav() {
  local built
  built=$(nginx -V 2>&1) && [[ $built == *http_dav_module* ]]
}

publish_ours() {
  say 'building bintray-server'
  dotnet publish "$root/src/BintrayPush.Server" -c Release -o "$work/bin" -v quiet --nologo >"$work/build.log" 2>&1 || {
    cat "$work/build.log" >&2
    die 'bintray-server does not build'
  }
}

start_ours() {
  "$work/bin/bintray-server" user add "$user" --data "$work/ours" --role "$subject=admin" >"$work/user.log"
  # A secret is not to stand in a process list: curl reads it from its configuration.
  printf 'user = "%s:%s"\n' "$user" "$(tail -n 1 "$work/user.log")" >"$work/login"
  launch_ours
  call -X POST "$ours_url/repos/$subject/files" -d '{"type":"generic"}'
  call -X POST "$ours_url/packages/$subject/files" -d '{"name":"load"}'
}

# Port 0: the system gives a free one, and the log says which.
launch_ours() {
  # It is read before the server may have opened it.
  : >"$work/ours.log"
  "$work/bin/bintray-server" --data "$work/ours" --urls http://127.0.0.1:0 >"$work/ours.log" 2>&1 &
  ours_pid=$!
  local i
  for ((i = 0; i < 300; i++)); do
    ours_url=$(sed -n 's/.* on \(http:[^ ]*\).*/\1/p' "$work/ours.log" | head -n 1)
    [[ -z $ours_url ]] || return 0
    kill -0 "$ours_pid" 2>/dev/null || break
    sleep 0.1
  done
  cat "$work/ours.log" >&2
  die 'bintray-server does not start'
}

# nginx does not tell which port it was given, so it tries some until it can have one.
start_nginx() {
  mkdir -p "$work/nginx/files" "$work/nginx/logs"
  local try port
  for ((try = 0; try < 50; try++)); do
    port=$((20000 + RANDOM % 12000))
    sed -e "s|@port@|$port|" -e "s|@work@|$work/nginx|g" -e "s|@user@|$(id -un)|" "$here/nginx.conf" >"$work/nginx/nginx.conf"
    nginx -p "$work/nginx" -c "$work/nginx/nginx.conf" -e "$work/nginx/error.log" >"$work/nginx/start.log" 2>&1 &
    nginx_pid=$!
    wait_for_nginx "$port" && return 0
    kill "$nginx_pid" 2>/dev/null || true
    wait "$nginx_pid" 2>/dev/null || true
    nginx_pid=''
  done
  cat "$work/nginx/start.log" >&2
  die 'nginx does not start'
}

# Somebody else may answer on that port: the process must live, too, once it has had the time to fail.
wait_for_nginx() {
  local i
  for ((i = 0; i < 100; i++)); do
    kill -0 "$nginx_pid" 2>/dev/null || return 1
    if [[ -s $work/nginx/nginx.pid ]] && curl -s -o /dev/null "http://127.0.0.1:$1/"; then
      nginx_url=http://127.0.0.1:$1
      return 0
    fi
    sleep 0.1
  done
  return 1
}

stop_servers() {
  local pid
  for pid in $ours_pid $nginx_pid; do
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  ours_pid='' nginx_pid=''
}

# A call to the API; its answer is shown only if it is a refusal.
call() {
  curl -sS --fail-with-body -K "$work/login" -o "$work/answer" "$@" || {
    cat "$work/answer" >&2
    die "the call failed: $*"
  }
}

# Processor time so far, in seconds, of a server and its workers.
processor_seconds() {
  local pids
  if [[ $1 == ours ]]; then pids=$ours_pid; else pids="$nginx_pid $(cat "/proc/$nginx_pid/task/$nginx_pid/children")"; fi
  # The name in the second field may hold spaces: count from behind its bracket.
  for pid in $pids; do
    sed 's/^.*) //' "/proc/$pid/stat"
  done | awk -v ticks="$(getconf CLK_TCK)" '{ sum += $12 + $13 } END { printf "%.2f", sum / ticks }'
}
