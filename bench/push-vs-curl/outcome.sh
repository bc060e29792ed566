# shellcheck shell=bash disable=SC2154,SC2016 # Sourced by run, which sets the variables; Markdown has backticks.
# The outcome as Markdown.

report() {
  cat <<TEXT
Measured on $(date -u +%F) with \`${commands#"$root"/}\`, medians of $pairs pairs; load average of the machine just before: $load_before.
Machine: $(nproc) cores ($(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)), $(awk '/^MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo) GiB of memory,
disk: $(disk_of "$work"); server and client share the cores. .NET $(dotnet --list-runtimes | awk '/^Microsoft.NETCore.App/ { v = $2 } END { print v }'), SDK $(dotnet --version), $(nginx -v 2>&1 | sed 's/.*: //'), $(curl --version | awk 'NR == 1 { print $1, $2 }').
TEXT
  if [[ " $parts " == *' loads '* ]]; then
    report_loads
    report_memory
    report_again
  fi
  if [[ " $parts " == *' solution '* ]]; then report_solution; fi
}

report_loads() {
  local latency load contender base
  for latency in $latencies; do
    if ((latency == 0)); then
      printf '\n**No line between.**\n'
    else
      printf '\n**A line with a round trip of %s ms**, measured %s ms; a connection and its first answer took %s ms.\n' "$latency" "$(line_measured "$latency" measured)" "$(line_measured "$latency" opened)"
    fi
    printf '\n| files | contender | time, s | speed relative to curl | push alone, s | relative to curl | CPU of the client, s | of the server, s | peak memory, MiB |'
    ((latency == 0)) || printf ' connections | requests | MiB sent | MiB received |'
    printf '\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |'
    ((latency == 0)) || printf ' --- | --- | --- | --- |'
    printf '\n'
    for load in $loads; do
      for contender in $(contenders_of "$latency" "$load"); do
        base=curl-${contender##*-}
        printf '| %s | %s | %s | %s | %s | %s | %s | %s | %s |' "$(title_of "$load")" "$(name_of "$contender" "$load")" \
          "$(spread "$latency" "$load $contender" 4)" "$(ratio "$latency" "$load $base" 4 "$load $contender" 4)" \
          "$(spread "$latency" "$load $contender" 5)" "$(ratio "$latency" "$load $base" 4 "$load $contender" 5)" \
          "$(middle "$latency" "$load $contender" 7)" "$(middle "$latency" "$load $contender" 8)" "$(middle "$latency" "$load $contender" 6 1024 0)"
        ((latency == 0)) || printf ' %s | %s | %s | %s |' "$(middle "$latency" "$load $contender" 9 1 0)" "$(middle "$latency" "$load $contender" 10 1 0)" \
          "$(middle "$latency" "$load $contender" 12 1048576)" "$(middle "$latency" "$load $contender" 13 1048576)"
        printf '\n'
      done
    done
  done
}

line_measured() { # latency, what
  sed -n "s/^round-trip=$1 .*$2=\([0-9.]*\).*/\1/p" "$work/lines.check"
}

name_of() { # contender, load
  local parallel=", ${1##*-} at a time"
  [[ $2 != 1x* ]] || parallel=
  case $1 in
    bintray-*) echo "\`bintray push\`$parallel" ;;
    task-*) echo "the task in \`dotnet build\`$parallel" ;;
    curl-*) echo "curl$parallel" ;;
    nginx-*) echo "curl to nginx$parallel" ;;
  esac
}

# Peak memory beside that of one small file.
report_memory() {
  local load contender
  [[ " $loads " == *' 1x16 '* && " $latencies " == *' 0 '* ]] || return 0
  printf '\n| peak memory, MiB (more than for one file of 16 KiB) |'
  for load in $loads; do printf ' %s |' "$(title_of "$load")"; done
  printf '\n| --- |'
  for load in $loads; do printf ' --- |'; done
  printf '\n'
  for contender in $contenders; do
    [[ $contender == *-8 && $contender != nginx-* ]] || continue
    printf '| %s |' "$(name_of "$contender" 1x)"
    for load in $loads; do
      printf ' %s (%+.0f) |' "$(middle 0 "$load $contender" 6 1024 0)" "$(awk -v a="$(middle 0 "$load $contender" 6 1024 2)" -v b="$(middle 0 "1x16 $contender" 6 1024 2)" 'BEGIN { print a - b }')"
    done
    printf '\n'
  done
}

report_again() {
  local latency load first
  cut -f 1 "$results" | grep -q ' again$' || return 0
  printf '\n**The same `bintray push` once more**: everything is there.\n\n'
  printf '| files | round trip, ms | first, s | again, s | of the first | push alone first, s | again, s | of the first | requests | uploads | KiB sent | KiB received |\n'
  printf '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n'
  for load in $loads; do
    for latency in $latencies; do
      first=bintray-32
      ((latency != 0)) || first=bintray-8
      [[ $(middle "$latency" "$load again" 4) != - ]] || continue
      printf '| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |\n' "$(title_of "$load")" "$latency" \
        "$(middle "$latency" "$load $first" 4)" "$(middle "$latency" "$load again" 4)" "$(ratio "$latency" "$load again" 4 "$load $first" 4)" \
        "$(middle "$latency" "$load $first" 5)" "$(middle "$latency" "$load again" 5)" "$(ratio "$latency" "$load again" 5 "$load $first" 5)" \
        "$(middle "$latency" "$load again" 10 1 0)" "$(middle "$latency" "$load again" 11 1 0)" "$(middle "$latency" "$load again" 12 1024)" "$(middle "$latency" "$load again" 13 1024)"
    done
  done
}

report_solution() {
  printf '\n**`dotnet pack` of a solution of twelve projects**, twelve packages and their symbols, each a push of its own.\n\n'
  report_steps solution '`dotnet pack`, s' without first unchanged changed
  printf '\n**The same as one release**: `dotnet build release.proj -t:PushToBintray`, one push.\n\n'
  report_steps release '`dotnet build`, s' without first unchanged
}

report_steps() { # how, title, steps
  local latency step how=$1
  printf '| | round trip, ms | %s | the pushes alone, sum, s | of the first of a push for each | CPU of the client, s | requests | uploads | KiB sent | KiB received |\n' "$2"
  printf '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n'
  shift 2
  cut -f 1,2 "$results" | sed -n 's/^solution first\t//p' | sort -nu | while read -r latency; do
    for step; do
      printf '| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |\n' "$(step_name "$step")" "$latency" \
        "$(spread "$latency" "$how $step" 4)" "$(spread "$latency" "$how $step" 5)" "$(ratio "$latency" "$how $step" 5 'solution first' 5)" \
        "$(middle "$latency" "$how $step" 7)" "$(middle "$latency" "$how $step" 10 1 0)" "$(middle "$latency" "$how $step" 11 1 0)" \
        "$(middle "$latency" "$how $step" 12 1024)" "$(middle "$latency" "$how $step" 13 1024)"
    done
  done
}

step_name() {
  case $1 in
    without) echo 'no push, nothing to compile' ;;
    first) echo 'first push, nothing to compile' ;;
    unchanged) echo 'again, nothing changed' ;;
    changed) echo 'again, a line of one project changed (override)' ;;
  esac
}

# A column over the pairs; pair 0 was the warm-up.
values() { # latency, what, column
  awk -F '\t' -v latency="$1" -v what="$2" -v column="$3" '$1 == what && $2 == latency && $3 > 0 && $column != "-" { print $column }' "$results" | sort -n
}

# Its median.
middle() { # latency, what, column, [divided by, [digits]]
  values "$1" "$2" "$3" | awk -v by="${4:-1}" '{ print $1 / by }' | summarise "%.${5:-2}f" ''
}

# Its median, and the least and the most.
spread() { # latency, what, column
  values "$1" "$2" "$3" | summarise %.2f ' (%.2f to %.2f)'
}

# One thing divided by another: within pairs, because the machine may change from pair to pair; then the median and the extremes.
ratio() { # latency, what, column, what, column
  awk -F '\t' -v latency="$1" -v above="$2" -v a="$3" -v below="$4" -v b="$5" '
    $2 != latency || $3 == 0 { next }
    $1 == above && $a != "-" { over[$3] = $a }
    $1 == below && $b != "-" { under[$3] = $b }
    END { for (pair in over) if (under[pair] > 0) printf "%.4f\n", over[pair] / under[pair] }' "$results" | sort -n | summarise '**%.2f**' ' (%.2f to %.2f)'
}

# Of sorted numbers the median, and the first and the last; a minus if there are none, and no extremes of a single one.
summarise() { # how the median is written, how the extremes are
  awk -v median="$1" -v extremes="$2" '
    { v[NR] = $1 }
    END {
      if (NR == 0) { printf "-"; exit }
      printf median, NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2
      if (NR > 1 && extremes != "") printf extremes, v[1], v[NR]
    }'
}
