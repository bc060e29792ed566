# shellcheck shell=bash disable=SC2154 # Sourced by run, which sets the variables.
# The outcome as Markdown.

report() {
  cat <<TEXT
Measured on $(date -u +%F) with \`bench/push-vs-curl/run --pairs $pairs\`, medians of $pairs pairs; load average of the machine just before: $load_before.
Machine: $(nproc) cores ($(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)), $(awk '/^MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo) GiB of memory,
disk: $(disk_of "$work"); server and client share the cores. $(curl --version | awk 'NR == 1 { print $1, $2 }').

| files | \`bintray push\`, s | the task, s | curl, 8 in parallel, s | curl, 32 in parallel, s | curl 8 / \`bintray push\` | curl 8 / task | again, nothing changed, s | peak memory of \`bintray push\`, MiB |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
TEXT
  local load
  for load in $loads; do
    printf '| %s of %s KiB | %s | %s | %s | %s | %s | %s | %s | %.0f |\n' "${load%x*}" "${load#*x}" \
      "$(median_of "$load command" 4)" "$(median_of "$load task" 4)" "$(median_of "$load curl-8" 4)" "$(median_of "$load curl-32" 4)" \
      "$(ratio "$load" curl-8 command)" "$(ratio "$load" curl-8 task)" "$(median_of "$load again" 4)" \
      "$(median_of "$load command" 5 | awk '{ print $1 / 1024 }')"
  done
}

# Ratios are taken within pairs, because the machine may change from pair to pair; then their median.
ratio() { # load, contender, contender
  awk -F '\t' -v above="$1 $2" -v below="$1 $3" '
    $3 > 0 { seconds[$1, $3] = $4; pairs[$3] }
    END { for (pair in pairs) printf "%.4f\n", seconds[above, pair] / seconds[below, pair] }' <(awk -F '\t' -v load="$1 " 'index($1, load) == 1' "$results") |
    sort -n | awk '{ v[NR] = $1 } END { printf "**%.2f** (%.2f to %.2f)", NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2, v[1], v[NR] }'
}
