# shellcheck shell=bash disable=SC2154 # Sourced by run, which sets the variables.
# A project that needs many packages, half of them because others do, restored with nothing in any cache.

measure_restores() {
  local round place
  make_project
  # What the SDK loads at its first start is nobody's.
  restore ours 0
  for ((round = 1; round <= rounds; round++)); do
    # Whoever goes first may find a colder or a calmer machine: they take turns.
    for place in $( ((round % 2)) && echo ours nginx || echo nginx ours); do
      restore "$place" "$round"
    done
  done
  # It looks through all names for each package: once is enough.
  restore folder 1
}

make_project() {
  local name
  mkdir -p "$work/project"
  for name in Directory.Build.props Directory.Build.targets Directory.Packages.props; do
    echo '<Project />' >"$work/project/$name"
  done
  {
    printf '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup><ItemGroup>\n'
    "$work/load/feed-load" ids --from $((restored / 2)) --count $((restored / 2)) | sed 's|.*|<PackageReference Include="&" Version="1.0.0" />|'
    printf '</ItemGroup></Project>\n'
  } >"$work/project/app.csproj"
}

restore() { # place, round
  local source before seconds found
  case $1 in
    ours) source=$feed ;;
    nginx) source=$static ;;
    folder) source=$work/ours/dl/bench/nuget ;;
  esac
  rm -rf "$work/project/obj" "$work/packages" "$work/http"
  cat >"$work/project/nuget.config" <<TEXT
<configuration>
  <packageSources><clear /><add key="bench" value="$source" allowInsecureConnections="true" /></packageSources>
  <fallbackPackageFolders><clear /></fallbackPackageFolders>
  <config><add key="globalPackagesFolder" value="$work/packages" /></config>
</configuration>
TEXT
  before=$EPOCHREALTIME
  NUGET_HTTP_CACHE_PATH=$work/http dotnet restore "$work/project" -v quiet -nodeReuse:false -p:NuGetAudit=false >"$work/restore.log" 2>&1 || {
    cat "$work/restore.log" >&2
    die "the restore from $1 failed"
  }
  seconds=$(awk -v a="$before" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.2f", b - a }')
  found=$(find "$work/packages" -name '*.nupkg' | wc -l)
  ((found == restored)) || die "the restore from $1 brought $found packages, and not $restored"
  ((${2} == 0)) || printf 'restore\t%s\t%s\t%s\n' "$1" "$2" "$seconds" >>"$results"
  say "round $2, restore from $1: $seconds s"
}
