# shellcheck shell=bash disable=SC2154 # Sourced by run, which sets the variables.
# The outcome as Markdown.

report() {
  local disk
  disk=$(disk_of "$work")
  cat <<TEXT
Measured on $(date -u +%F) with \`bench/server-vs-nginx/run --pairs $pairs\`, medians of $pairs pairs; load average of the machine just before: $load_before.
Machine: $(nproc) cores ($(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)), $(awk '/^MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo) GiB of memory,
disk: $disk; servers and curl share the cores. .NET $(dotnet --list-runtimes | awk '/^Microsoft.AspNetCore.App/ { v = $2 } END { print v }'), $(nginx -v 2>&1 | sed 's/.*: //'), $(curl --version | awk 'NR == 1 { print $1, $2 }'), Linux $(uname -r | cut -d- -f1).

| | bintray-server, s | nginx, s | throughput relative to nginx (lowest and highest pair) | CPU of the server per file, ms: bintray-server | nginx |
| --- | --- | --- | --- | --- | --- |
$(row put-8 "PUT of $files files of $file_kib KiB, 8 in parallel")
$(row put-32 "PUT of $files files of $file_kib KiB, 32 in parallel")
$(row put-big "PUT of one file of $big_mib MiB")
$(row get-8 "GET of $files files of $file_kib KiB, 8 in parallel")
$(row get-32 "GET of $files files of $file_kib KiB, 32 in parallel")
$(row get-big "GET of one file of $big_mib MiB")

The publish of $files files, which nginx knows nothing of, took $(median_of publish 4) s, that of the large file $(median_of publish-big 4) s.
TEXT
  if ((memory_mib > 0)); then
    cat <<TEXT

| bintray-server | most resident memory, MiB |
| --- | --- |
| idle, after a first upload | $(median_of memory-idle 4) |
| while a file of 1 MiB is uploaded | $(median_of memory-small 4) |
| while a file of $memory_mib MiB is uploaded | $(median_of memory-large 4) |
TEXT
  fi
}

# The median of a column over the measured pairs; pair 0 was the warm-up.
median_of() { # name, column, [server]
  awk -F '\t' -v name="$1" -v column="$2" -v server="${3:-ours}" '$1 == name && $2 == server && $3 > 0 { print $column }' "$results" |
    sort -n | awk '{ v[NR] = $1 } END { printf "%.2f", NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

# Ratios are taken within pairs, because the machine may change from pair to pair; then their median.
ratios() { # name
  awk -F '\t' -v name="$1" '
    $1 == name && $3 > 0 { seconds[$2, $3] = $4; pairs[$3] }
    END { for (pair in pairs) printf "%.4f\n", seconds["nginx", pair] / seconds["ours", pair] }' "$results" |
    sort -n | awk '{ v[NR] = $1 } END { printf "**%.2f** (%.2f to %.2f)", NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2, v[1], v[NR] }'
}

processor_per_file() { # name, server
  awk -F '\t' -v name="$1" -v server="$2" '$1 == name && $2 == server && $3 > 0 { cpu += $5; count += $6 } END { printf "%.2f", 1000 * cpu / count }' "$results"
}

row() { # name, title
  printf '| %s | %s | %s | %s | %s | %s |\n' "$2" "$(median_of "$1" 4)" "$(median_of "$1" 4 nginx)" "$(ratios "$1")" \
    "$(processor_per_file "$1" ours)" "$(processor_per_file "$1" nginx)"
}

# The file system, and what is known of the disk below it.
disk_of() { # folder
  local device kind name
  kind=$(df --output=fstype "$1" | tail -n 1)
  device=$(df --output=source "$1" | tail -n 1)
  name=$(lsblk -ndo PKNAME "$device" 2>/dev/null || true)
  name=${name:-${device##*/}}
  case $(cat "/sys/block/$name/queue/rotational" 2>/dev/null || true) in
    0) printf '%s on %s, solid state' "$kind" "$name" ;;
    1) printf '%s on %s (%s)' "$kind" "$name" "$([[ $name == vd* ]] && echo 'virtual, kind unknown' || echo 'rotating')" ;;
    *) printf '%s' "$kind" ;;
  esac
}

# Puts a table between the two marks of a page.
write_table() { # table, page, name
  local start="<!-- bench/$3: begin -->" end="<!-- bench/$3: end -->"
  if ! grep -qF -- "$start" "$2" || ! grep -qF -- "$end" "$2"; then
    die "$2 has no place for the table"
  fi
  awk -v start="$start" -v end="$end" -v table="$1" '
    $0 == end { inside = 0 }
    !inside { print }
    $0 == start { inside = 1; while ((getline line < table) > 0) print line }' "$2" >"$work/page"
  cat "$work/page" >"$2"
}
