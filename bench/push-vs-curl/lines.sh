# shellcheck shell=bash disable=SC2154 # Sourced by run, which sets the variables.
# The delaying lines: one for each server and length, for the whole time. Each counts what passes.

declare -A line_url=() line_question=() line_answer=()
line_pids=()

# Also lines of no length, which only count.
start_lines() {
  local latency
  dotnet "$work/line/delayed-line.dll" --check >"$work/lines.check" || die "a line is shorter than it should be: $(cat "$work/lines.check")"
  for latency in 0 $latencies; do
    [[ -z ${line_url[ours-$latency]:-} ]] || continue
    start_line "ours-$latency" "$ours_url" "$latency"
    start_line "nginx-$latency" "$nginx_url" "$latency"
  done
}

start_line() { # name, url of the server, milliseconds
  local question answer said
  mkfifo "$work/$1.question" "$work/$1.answer"
  exec {question}<>"$work/$1.question" {answer}<>"$work/$1.answer"
  dotnet "$work/line/delayed-line.dll" --to "${2#http://}" --round-trip "$3" <"$work/$1.question" >"$work/$1.answer" 2>"$work/$1.log" &
  line_pids+=("$!")
  read -r -t 60 -u "$answer" said || die "the line $1 does not start: $(cat "$work/$1.log")"
  line_url[$1]=http://${said#listening on }
  line_question[$1]=$question
  line_answer[$1]=$answer
}

# What has passed so far: connections, requests, uploads, bytes sent, bytes received.
read_line() { # name
  local said
  echo >&"${line_question[$1]}"
  read -r -t 60 -u "${line_answer[$1]}" said || die "the line $1 does not answer"
  tr -cd '0-9 ' <<<"$said"
}

stop_lines() {
  local pid
  for pid in "${line_pids[@]}"; do
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  line_pids=()
}
