# shellcheck shell=bash disable=SC2154,SC2086 # Sourced by run, which sets the variables; lists are meant to fall into words.
# A solution of twelve projects: each `dotnet pack` pushes all of its packages, whatever has changed, and each project is a push of its
# own; then the same as one release.

parts_of_solution=(01 02 03 04 05 06 07 08 09 10 11 12) changed_part=07

# In a clone, as it would be; the first project is used by all others.
make_solution() {
  local part folder=$work/projects/Twelve
  mkdir -p "$folder"
  for part in "${parts_of_solution[@]}"; do
    mkdir "$folder/Part$part"
    cat >"$folder/Part$part/Part$part.csproj" <<TEXT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <IncludeSymbols>true</IncludeSymbols>
    <SymbolPackageFormat>snupkg</SymbolPackageFormat>
    <BintrayRepo>$subject/files</BintrayRepo>
    <BintrayOverride>true</BintrayOverride>
    <Description>A part of a solution.</Description>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="BintrayPush.Build" Version="$package_version" PrivateAssets="all" />
    $([[ $part == 01 ]] || echo '<ProjectReference Include="../Part01/Part01.csproj" />')
  </ItemGroup>
</Project>
TEXT
    change_part "$part" first
  done
  cat >"$folder/release.proj" <<TEXT
<Project Sdk="BintrayPush.Build/$package_version">
  <ItemGroup><BintrayProject Include="Twelve.sln" /></ItemGroup>
</Project>
TEXT
  printf 'bin/\nobj/\n' >"$folder/.gitignore"
  (
    cd "$folder"
    dotnet new sln -n Twelve --format sln
    dotnet sln Twelve.sln add Part*/*.csproj
    git init -q .
    git add .
    git -c user.name=bench -c user.email=bench@localhost commit -qm 'Twelve projects'
  ) >"$work/build.log" 2>&1 || {
    cat "$work/build.log" >&2
    die 'the solution cannot be made'
  }
}

change_part() { # part, text
  echo "namespace Part$1; public static class Class { public static string Say() => \"$2\"; }" >"$work/projects/Twelve/Part$1/Class.cs"
}

# Without a delay and with the longest one, always through a line: the requests count.
measure_solution() { # pair
  local latency
  for latency in $(printf '%s\n' 0 $latencies | sort -n | sed -n '1p;$p' | uniq); do
    local version=1.$latency.$1
    pack_solution none "$latency" "$1" false
    pack_solution without "$latency" "$1" false
    pack_solution first "$latency" "$1" true
    expect_parts "${parts_of_solution[@]}"
    verify_solution
    pack_solution unchanged "$latency" "$1" true
    verify_solution
    change_part "$changed_part" "$version"
    pack_solution changed "$latency" "$1" true
    expect_parts "$changed_part"
    verify_solution

    version=2.$latency.$1
    release_solution none "$latency" "$1" CollectBintrayArtifacts
    release_solution without "$latency" "$1" CollectBintrayArtifacts
    release_solution first "$latency" "$1" PushToBintray
    expect_parts "${parts_of_solution[@]}"
    verify_solution
    release_solution unchanged "$latency" "$1" PushToBintray
    verify_solution
  done
}

pack_solution() { # what, latency, pair, whether to push
  receipts=("$work"/projects/Twelve/Part{01..12}/obj/Release/net10.0/bintray/receipt.json)
  build_solution solution "$@" pack "$work/projects/Twelve/Twelve.sln" -p:BintrayPushOnPack="$4"
}

release_solution() { # what, latency, pair, target
  receipts=("$work/projects/Twelve/obj/release/Release/bintray/receipt.json")
  build_solution release "$@" build "$work/projects/Twelve/release.proj" -t:"$4"
}

# The first one compiles, and is not noted.
build_solution() { # how, what, latency, pair, -, command and arguments
  local before cpu how=$1 what=$2 latency=$3 pair=$4
  shift 5
  rm -f "${receipts[@]}"
  sync
  before=$(read_line "ours-$latency")
  cpu=$(processor_seconds ours)
  log_in timed dotnet "$@" -c Release -p:Version="$version" -p:BintrayUrl="${line_url[ours-$latency]}"
  [[ $what == none ]] || note "$how $what" "$latency" "$pair" ours "$cpu" "$before"
}

# What is stored from now on: the packages of these projects as they are here.
expect_parts() { # parts
  local part
  for part; do
    sha256sum "$work/projects/Twelve/Part$part/bin/Release/Part$part.$version".*nupkg | cut -c 1-64 | sort >"$work/expected-$part"
    [[ $(wc -l <"$work/expected-$part") == 2 ]] || die "Part$part has made no two packages"
  done
}

verify_solution() {
  local part
  for part in "${parts_of_solution[@]}"; do
    curl -sS --fail "$ours_url/packages/$subject/files/Part$part/versions/$version/files" | grep -o '"sha256":"[0-9a-f]*"' | cut -d '"' -f 4 | sort |
      cmp -s - "$work/expected-$part" || die "Part$part $version is not stored as it should be"
  done
}
