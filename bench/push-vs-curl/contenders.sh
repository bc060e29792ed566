# shellcheck shell=bash disable=SC2154 # Sourced by run, which sets the variables.
# The contenders: each sends a folder of files as a version of its own to the same server and publishes it.

find_time() {
  command -v /usr/bin/time >/dev/null && return
  command -v apt-get >/dev/null || die 'GNU time is needed, and there is no apt-get to install it with'
  local as_root=()
  ((EUID == 0)) || as_root=(sudo)
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" apt-get install -y -qq --no-install-recommends time >/dev/null
}

build_contenders() {
  say 'building bintray and the task'
  dotnet publish "$root/src/BintrayPush.Cli" -c Release -o "$work/cli" -v quiet --nologo >"$work/build.log" 2>&1 &&
    dotnet build "$root/src/BintrayPush.Build" -c Release -f net8.0 -o "$work/task" -v quiet --nologo >"$work/build.log" 2>&1 || {
    cat "$work/build.log" >&2
    die 'the contenders do not build'
  }
  # The task alone, without the build of a project around it.
  cat >"$work/push.proj" <<TEXT
<Project DefaultTargets="Push">
  <UsingTask TaskName="BintrayPush.Build.PushToBintray" AssemblyFile="$work/task/BintrayPush.Build.dll" />
  <Target Name="Push">
    <ItemGroup><File Include="\$(Source)/*" /></ItemGroup>
    <ItemGroup><Pushed Include="@(File)" BintrayPath="\$(PushedVersion)/%(Filename)" /></ItemGroup>
    <PushToBintray Artifacts="@(Pushed)" Url="\$(Server)" Repo="$subject/files" Package="load" Version="\$(PushedVersion)" MaxFiles="0"
                   Configuration="Release" ReceiptFile="$work/receipt.json" ProjectName="load" ProjectDirectory="$work" />
  </Target>
</Project>
TEXT
}

measure() { # load, pair, contender
  local count=${1%x*} kib=${1#*x} version=$3-$1-$2 source=$work/source
  rm -rf "$source"
  mkdir -p "$source"
  # Bytes that the store has never seen, or it would find them there already.
  openssl enc -aes-256-ctr -nosalt -pbkdf2 -iter 1 -pass "pass:$version" -in /dev/zero 2>/dev/null | head -c $((count * kib * 1024)) |
    split -a 5 -d -b $((kib * 1024)) - "$source/" || [[ ${PIPESTATUS[1]} == 0 ]]
  # What the one before has left is not to be paid by the next one: the write cache, and ext4's five seconds after a deletion.
  sync
  sleep 6
  "run_${3%%-*}" "$version" "$source" "${3##*-}"
  note "$3" "$1" "$2"
  verify "$version" "$source"
  if [[ $3 == command ]]; then
    run_command "$version" "$source"
    grep -q ": $count unchanged," "$work/output" || die "a second push did not find everything unchanged: $(cat "$work/output")"
    note again "$1" "$2"
  fi
}

run_command() { # version, folder
  log_in timed dotnet "$work/cli/bintray.dll" push "$2" --url "$ours_url" --repo "$subject/files" --package load --version "$1" --path "$1" --max-files 0
}

run_task() { # version, folder
  log_in timed dotnet msbuild "$work/push.proj" -nologo -nodeReuse:false -p:Source="$2" -p:PushedVersion="$1" -p:Server="$ours_url"
}

run_curl() { # version, folder, parallel
  local file
  for file in "$2"/*; do
    printf 'upload-file = "%s"\nurl = "%s/content/%s/files/load/%s/%s/%s"\noutput = "/dev/null"\n' "$file" "$ours_url" "$subject" "$1" "$1" "${file##*/}"
  done >"$work/requests"
  cat >"$work/curl-push" <<TEXT
set -e
curl -sS --fail --parallel --parallel-max $3 -K "$work/login" -K "$work/requests" 2>&1
curl -sS --fail -K "$work/login" -X POST "$ours_url/content/$subject/files/load/$1/publish"
TEXT
  timed bash "$work/curl-push"
}

# The key goes through the environment, as it does on a build server.
log_in() {
  BINTRAY_HOME=$work/home BINTRAY_USER=$user BINTRAY_API_KEY=$(tail -n 1 "$work/user.log") "$@"
}

timed() {
  /usr/bin/time -o "$work/time" -f '%e %M' "$@" >"$work/output" 2>&1 || {
    cat "$work/output" >&2
    die "it failed: $*"
  }
}

note() { # name, load, pair
  read -r seconds memory <"$work/time"
  printf '%s %s\tours\t%s\t%s\t%s\n' "$2" "$1" "$3" "$seconds" "$memory" >>"$results"
  say "pair $3, $2: $1 $seconds s, $((memory / 1024)) MiB"
}

# Every file is public, with the bytes that were sent.
verify() { # version, folder
  local sent stored
  sent=$(sha256sum "$2"/* | cut -c 1-64 | sort)
  stored=$(curl -sS --fail "$ours_url/packages/$subject/files/load/versions/$1/files" | grep -o '"sha256":"[0-9a-f]*"' | cut -d '"' -f 4 | sort)
  [[ $sent == "$stored" ]] || die "$1 is not stored as it was sent"
}
