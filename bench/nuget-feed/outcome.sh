# shellcheck shell=bash disable=SC2154 # Sourced by run, which sets the variables.
# The outcome as Markdown.

report() {
  cat <<TEXT
Measured on $(date -u +%F) with \`${commands#"$root/"}\`; load average of the machine just before: $load_before.
Machine: $(nproc) cores ($(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)), $(awk '/^MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo) GiB of memory,
data on $(df --output=fstype "$work" | tail -n 1); servers and clients share the cores. .NET $(dotnet --list-runtimes | awk '/^Microsoft.AspNetCore.App/ { v = $2 } END { print v }'), SDK $(dotnet --version), $(nginx -v 2>&1 | sed 's/.*: //'), Linux $(uname -r | cut -d- -f1).

$ids packages with $versions versions each, $((ids * versions)) nupkgs, made in $(value generate 2) s.

| | |
| --- | --- |
| the index, made anew at the start of the server | $(value index 2) s |
| a start with an index that is there, and a search | $(value again 2) s |
| the feed as plain files, with an index of its own (\`feed export\`) | $(value export 2) s |
| a push, until it is answered | $(value push 2) ms; at most $(value push 4) ms |
| the same, until the feed has it | $(value restorable 2) ms; at most $(value restorable 4) ms |
| resident memory of the server, idle | $(value idle-memory 2) MiB |
| the most while the index is made | $(value index-memory 2) MiB |
| the most while $parallel clients ask | $(value load-memory 2) MiB |

| $parallel clients at a time | half take at most, ms | 99 of 100, ms | answers in a second | throughput relative to nginx |
| --- | --- | --- | --- | --- |
$(answers search 'search for a word')
$(answers search-all 'a page of all packages')
$(answers autocomplete 'completion of an id')
$(answers registration 'registration of an id')
$(answers versions 'versions of an id')
$(answers package 'a nupkg')

| \`dotnet restore\` of $restored packages, nothing cached | s (lowest and highest of $rounds) | speed relative to nginx |
| --- | --- | --- |
$(restores ours 'from bintray-server')
$(restores nginx 'from nginx, the same feed as plain files')
$(restores folder 'from the folder of its nupkgs')
TEXT
}

value() { # name, column
  awk -F '\t' -v name="$1" -v column="$2" '$1 == name { print $column }' "$results"
}

answers() { # kind, title
  local relative=
  if [[ -n $(value "nginx-$1" 5) ]]; then
    relative=$(awk -v ours="$(value "ours-$1" 5)" -v nginx="$(value "nginx-$1" 5)" 'BEGIN { printf "**%.2f**", ours / nginx }')
  fi
  printf '| %s | %s | %s | %s | %s |\n' "$2" "$(value "ours-$1" 2)" "$(value "ours-$1" 3)" "$(value "ours-$1" 5)" "$relative"
}

restores() { # place, title
  printf '| %s | %s (%s) | **%s** |\n' "$2" "$(restore_times "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }')" \
    "$(restore_times "$1" | awk 'NR == 1 { low = $1 } END { print low " to " $1 }')" \
    "$(awk -F '\t' -v place="$1" '$1 == "restore" { seconds[$2, $3] = $4; if ($2 == place) rounds[$3] } END { for (r in rounds) printf "%.2f\n", seconds["nginx", r] / seconds[place, r] }' "$results" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }')"
}

restore_times() { # place
  awk -F '\t' -v place="$1" '$1 == "restore" && $2 == place { print $4 }' "$results" | sort -n
}
