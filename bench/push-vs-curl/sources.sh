# shellcheck shell=bash disable=SC2154 # Sourced by run, which sets the variables.
# The loads: their files lie in memory, so that reading them costs everybody the same, and each run changes some bytes of each.

real_files=43 mix_files=300

choose_memory() {
  local parent_of_memory=$work free
  free=$(df --output=avail -m /dev/shm 2>/dev/null | tail -n 1 || echo 0)
  ((free < 4096)) || parent_of_memory=/dev/shm
  memory=$(mktemp -d "$parent_of_memory/push-vs-curl.XXXXXX")
}

make_bases() {
  local load
  for load in $loads; do
    mkdir -p "$memory/$load"
    case $load in
      real) collect_real_files "$memory/$load" ;;
      mix) make_mix "$memory/$load" ;;
      *) random_bytes "$load" $((${load%x*} * ${load#*x} * 1024)) | split -a 5 -d -b $((${load#*x} * 1024)) - "$memory/$load/" ;;
    esac
  done
}

random_bytes() { # seed, count
  openssl enc -aes-256-ctr -nosalt -pbkdf2 -iter 1 -pass "pass:$1" -in /dev/zero 2>/dev/null | head -c "$2" || [[ ${PIPESTATUS[1]} == 0 ]]
}

# What this solution builds: programs, libraries, symbols, documentation and packages.
collect_real_files() { # folder
  local file count=0
  for file in "$work"/feed/*.nupkg "$work"/bin/* "$work"/cli/* "$root"/src/BintrayPush.Build/bin/Release/net{8.0,472}/*; do
    [[ -f $file && -s $file && $count -lt $real_files ]] || continue
    count=$((count + 1))
    cp "$file" "$1/$(printf '%02d' "$count")-${file##*/}"
  done
  ((count == real_files)) || die "$count files were built, and $real_files are needed"
}

# Sizes from 1 KiB to 64 MiB, log-normal: the quantiles, so that it is the same mix for everybody, and shuffled, so that the large ones
# do not come first or last. The normal quantile is that of Abramowitz and Stegun, 26.2.23.
make_mix() { # folder
  awk -v n="$mix_files" 'BEGIN {
    for (i = 0; i < n; i++) {
      p = ((i * 113 + 7) % n + 0.5) / n
      q = p < 0.5 ? p : 1 - p
      t = sqrt(-2 * log(q))
      z = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
      size = 128 * 1024 * exp(2.125 * (p < 0.5 ? -z : z))
      size = size < 1024 ? 1024 : size
      size = size < 67108864 ? size : 67108864
      printf "%d %05d\n", size, i
    }
  }' >"$work/mix"
  random_bytes mix $((mix_files * 8388608)) | while read -r size name; do
    head -c "$size" >"$1/$name" <&3
  done 3<&0 <"$work/mix" || [[ ${PIPESTATUS[1]} == 0 ]]
}

# Bytes that the store has never seen, or it would find them there already. Files of random bytes get another beginning, which costs no
# process; real ones stay what they are and get another end.
renew_source() { # load, version; sets source
  local file
  source=$memory/$1
  if [[ $1 == real ]]; then
    source=$memory/renewed
    rm -rf "$source"
    cp -r "$memory/$1" "$source"
    for file in "$source"/*; do printf '%-80s' "$2" >>"$file"; done
  else
    for file in "$source"/*; do printf '%-80s' "$2" 1<>"$file"; done
  fi
}

count_of() { # load
  case $1 in
    real) echo "$real_files" ;;
    mix) echo "$mix_files" ;;
    *) echo "${1%x*}" ;;
  esac
}

title_of() { # load
  local size
  size=$(du -sb --apparent-size "$memory/$1" | awk '{ printf "%.0f", $1 / 1048576 }')
  case $1 in
    real) echo "$real_files files of a real solution, $size MiB" ;;
    mix) echo "$mix_files files of 1 KiB to 64 MiB, $size MiB" ;;
    *x1048576 | *x2097152) echo "${1%x*} of $((${1#*x} / 1048576)) GiB" ;;
    *) echo "${1%x*} of ${1#*x} KiB" ;;
  esac
}
