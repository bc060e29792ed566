# shellcheck shell=bash disable=SC2154 # Sourced by run, which sets the variables.
# Memory must not grow with the size of a file: the peak of the resident memory while one passes, beside that of an idle server.

measure_memory() {
  # A server of its own: what earlier loads have left in its heap is not to hide anything.
  kill "$ours_pid"
  wait "$ours_pid" || true
  launch_ours
  truncate -s 1M "$work/source/1"
  truncate -s "${memory_mib}M" "$work/source/sparse"
  # The first call pays for the code that is loaded, not for the file.
  put_alone "$work/source/1" first
  peak idle true
  peak small put_alone "$work/source/1" second
  peak large put_alone "$work/source/sparse" third
}

put_alone() { # file, name
  call -T "$1" "$(put_address ours "memory" "$2")"
}

# Does something and notes the most memory that was resident meanwhile, in MiB.
peak() { # name, command
  local name=$1
  shift
  echo 5 >"/proc/$ours_pid/clear_refs"
  "$@"
  awk -v name="$name" '/^VmHWM/ { printf "memory-%s\tours\t1\t%.0f\t0\t1\n", name, $2 / 1024 }' "/proc/$ours_pid/status" >>"$results"
}
