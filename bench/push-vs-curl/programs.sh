# shellcheck shell=bash disable=SC2154 # Sourced by run, which sets the variables.
# What is needed: found, installed or built.

find_time() {
  [[ ! -x /usr/bin/time ]] || return 0
  command -v apt-get >/dev/null || die 'GNU time is needed, and there is no apt-get to install it with'
  local as_root=()
  ((EUID == 0)) || as_root=(sudo)
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" apt-get install -y -qq --no-install-recommends time >/dev/null
}

# ext4 without a journal does not use the number of a deleted file again for five seconds, and searches for another one meanwhile: a
# millisecond for every new file near 2,000 deleted ones, and a publish deletes a marker per file. Folders marked so have their own
# place on the disk each, far from what others delete. Where that cannot be, we wait before each measurement.
settle_seconds=0
spread_folders() { # folder whose folders are to lie apart
  chattr +T "$1" 2>/dev/null || [[ $(df --output=fstype "$1" | tail -n 1) != ext4 ]] || settle_seconds=6
}

# What the one before has left is not to be paid by the next one: the write cache, and deletions.
settle() {
  sync
  sleep "$settle_seconds"
}

build_programs() {
  package_version=1.0.0-bench.$(date -u +%Y%m%d%H%M%S)
  say 'building bintray-server, bintray, the package and the line'
  dotnet_quietly publish "$root/src/BintrayPush.Server" -c Release -o "$work/bin"
  # The native program: it is what the tool is on this kind of machine.
  dotnet_quietly publish "$root/src/BintrayPush.Cli" -c Release -r linux-x64 -o "$work/cli"
  dotnet_quietly build "$root/bench/DelayedLine" -c Release -o "$work/line"
  # A version of its own: NuGet would take the one before from its cache.
  dotnet_quietly pack "$root/src/BintrayPush.Build" -c Release -o "$work/feed" -p:PackageVersion="$package_version"
  surround_projects
  make_project
}

dotnet_quietly() {
  dotnet "$@" -v quiet --nologo >"$work/build.log" 2>&1 || {
    cat "$work/build.log" >&2
    die "it does not build: dotnet $*"
  }
}

# Nothing of the surroundings reaches the projects that push, and they leave nothing there.
surround_projects() {
  local name
  mkdir -p "$work/projects"
  for name in Directory.Build.props Directory.Build.targets Directory.Packages.props; do
    echo '<Project />' >"$work/projects/$name"
  done
  echo '{}' >"$work/projects/global.json"
  printf 'root = true\n' >"$work/projects/.editorconfig"
  cat >"$work/projects/nuget.config" <<TEXT
<configuration>
  <packageSources><clear /><add key="bench" value="$work/feed" /></packageSources>
  <fallbackPackageFolders><clear /></fallbackPackageFolders>
  <config><add key="globalPackagesFolder" value="$work/packages" /></config>
</configuration>
TEXT
}

# A small project that pushes files in its build, as a user would have it.
make_project() {
  mkdir -p "$work/projects/Load"
  cat >"$work/projects/Load/Load.csproj" <<TEXT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <BintrayRepo>$subject/files</BintrayRepo>
    <BintrayPackage>load</BintrayPackage>
    <BintrayIncludePackOutput>false</BintrayIncludePackOutput>
    <BintrayMaxFiles>0</BintrayMaxFiles>
    <BintrayReceiptFile>$work/receipt.json</BintrayReceiptFile>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="BintrayPush.Build" Version="$package_version" PrivateAssets="all" />
    <BintrayArtifact Include="\$(Source)/*" BintrayPath="\$(BintrayVersion)/%(Filename)%(Extension)" Condition="'\$(Source)' != ''" />
  </ItemGroup>
</Project>
TEXT
  echo 'namespace Load; public static class Class { public static string Say() => "load"; }' >"$work/projects/Load/Class.cs"
  dotnet_quietly build "$work/projects/Load" -c Release
}
