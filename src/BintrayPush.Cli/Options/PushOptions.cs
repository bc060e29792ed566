using BintrayPush.Artifacts;
using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Places;
using BintrayPush.Descriptors;
using BintrayPush.Guards;
using BintrayPush.Places;
using BintrayPush.Planning;
using BintrayPush.Selection;
using BintrayPush.Versions;

namespace BintrayPush.Cli.Options;

/// <summary>What is pushed and how: the options that <c>push</c> and <c>plan</c> share.</summary>
internal sealed class PushOptions
{
    private readonly Argument<string[]> _files = CommonOptions.Subject<string[]>(
        "files", "The files; a folder stands for every file below it, which keeps its path below the folder.");

    private const string IfAvailable = "ifAvailable";

    /// <summary>What a leg is called by who stages all of a release from one machine.</summary>
    private const string StagedLeg = "stage";

    private readonly string? _usualLeg;

    private readonly Option<string?> _repo = CommonOptions.Text(
        Setting.Repo, "The repository; local/nuget for the embedded repository.", "subject/repository");

    private readonly Option<string?> _package = CommonOptions.Text(Setting.Package, "The package; NuGet packages name theirs.");
    private readonly Option<string?> _version = CommonOptions.Text(Setting.Version, "The version; NuGet packages name theirs.");
    private readonly Option<string?> _path = CommonOptions.Text(Setting.Path, "The folder of the repository that the files go to; for one "
        + "file it may be its whole path, if it ends as the file does.");
    private readonly Option<string?> _descriptor = CommonOptions.Text(
        Setting.Descriptor, "A descriptor that says what is pushed and where it goes.");
    private readonly Option<string[]> _roots = CommonOptions.Several(
        Setting.Root, "name=folder", "A folder that the descriptor's patterns are matched in.");
    private readonly Option<string[]> _variables = CommonOptions.Several(
        Setting.DescriptorVariable, "name=value", "A value for ${name} in the descriptor.");
    private readonly Option<string[]> _properties = PropertyOption.Create();
    private readonly Option<bool> _stampService = CommonOptions.Flag(
        Setting.StampService,
        "Give every published file its coordinates and the time of the push as attributes: one or two calls more for each.");
    private readonly Option<bool> _staticFeed = CommonOptions.Flag(
        Setting.StaticFeed,
        "Write the NuGet feed of the folder as plain files, for the web server at --download-url, once everything is public.");
    private readonly Option<string?> _publish = CommonOptions.Choice(
        Setting.Publish, "Whether the files become public; without it the descriptor decides, and without one they do.");
    private readonly Option<string?> _release = CommonOptions.Text(
        Setting.Release, "The release that the files are a leg of; on a build server, without it, the run.", "id");
    private readonly Option<string?> _leg = CommonOptions.Text(
        Setting.Leg, "Stage the files as this leg of a release, and publish nothing: 'bintray release seal' publishes all legs.", "name");
    private readonly Option<bool> _override = CommonOptions.Flag(Setting.Override, "Replace published files that have other content.");
    private readonly Option<bool> _explode = CommonOptions.Flag(Setting.Explode, "The files are archives; the service unpacks them.");
    private readonly Option<string?> _gpgSign = CommonOptions.OneOf(
        new Option<string?>(Setting.GpgSign.Option)
        {
            Description = "Whether the version is signed; without it the descriptor decides, and a passphrase in the environment.",
            HelpName = "true|false|ifAvailable",
        },
        "true",
        "false",
        IfAvailable);
    private readonly Option<bool> _createRepo = CommonOptions.Flag(
        Setting.CreateRepo, "Create the repository if it is missing; a folder always does.");
    private readonly Option<string?> _repoType = CommonOptions.Text(Setting.RepoType, "The type of a created repository.");
    private readonly Option<bool> _followLinks = CommonOptions.Flag(
        Setting.FollowLinks, "Push what symbolic links lead to, out of the folder they lie in, and enter linked folders.");
    private readonly Option<int?> _maxFiles = CommonOptions.Number(
        Setting.MaxFiles, "The most files a push may have; 0 for any number, 200 without it.", 0, int.MaxValue, null);
    private readonly Option<string?> _checksumsFile = CommonOptions.Text(
        Setting.ChecksumsFile, "Push the SHA-256 of all files of a version with it, as this file: {package}/{version}/SHA256SUMS.", "path");
    private readonly DebianOptions _debian = new();
    private readonly MetadataOptions _metadata = new();
    private readonly GuardOptions _guards = new();

    private readonly Option<bool> _wholeFolder = CommonOptions.Flag(
        Setting.WholeFolder, "Push folders also where somebody develops in them: with a project file or .git in it.");

    /// <summary>The options.</summary>
    /// <param name="stages">Whether the files are a leg of a release even if none is named.</param>
    public PushOptions(bool stages = false)
    {
        _usualLeg = stages ? StagedLeg : null;
        _files.Arity = ArgumentArity.ZeroOrMore;
        CommonOptions.OneOf(_repoType, [.. RepositoryTypes.All]);
    }

    public Argument<string[]> Files => _files;

    public IEnumerable<Option> All =>
    [
        _repo,
        _package,
        _version,
        _path,
        _descriptor,
        _roots,
        _variables,
        _properties,
        _stampService,
        _staticFeed,
        _publish,
        _release,
        _leg,
        _override,
        _explode,
        _gpgSign,
        _createRepo,
        _repoType, _followLinks, _wholeFolder, _maxFiles, _checksumsFile, .. _debian.All, .. _guards.All, .. _metadata.All,
    ];

    /// <summary>The most files that the command line allows, if it says so.</summary>
    public int? MaxFiles(ParseResult result) => result.GetValue(_maxFiles);

    /// <summary>What the push has to be.</summary>
    public PushGuards Guards(ParseResult result) => _guards.Read(result);

    /// <summary>Whether static feeds are to be written.</summary>
    public bool WantsStaticFeed(ParseResult result) => result.GetValue(_staticFeed);

    public string? Repo(ParseResult result) => result.GetValue(_repo);

    /// <summary>Reads them as an order to the engine; what is at odds is wrong usage.</summary>
    public PushInput Read(ParseResult result, ChosenPlace place, int maxFiles, CliEnvironment environment, CancellationToken cancellation)
    {
        var descriptor = result.GetValue(_descriptor) is { Length: > 0 } named ? environment.Absolute(named) : null;
        RefuseOdds(result, descriptor is not null, place);
        var repo = Repo(result) ?? (place is ChosenPlace.Folder { IsEmbedded: true } ? ChosenPlace.EmbeddedRepo : null);
        var problems = new List<Problem>();
        var packages = new Dictionary<string, DescribedPackage>(StringComparer.Ordinal);
        var followLinks = result.GetValue(_followLinks);
        var roots = Roots(result, environment);
        var properties = PropertyOption.Read(result, _properties, environment);
        var below = descriptor is null ? [] : FilesBelow(roots, descriptor, followLinks, cancellation);
        List<Artifact> artifacts = descriptor is null
            ? [.. _debian.Apply(result, Artifacts(result, environment, properties, packages, problems, cancellation))]
            : [.. _debian.Apply(
                result, [.. below.Where(file => !Sidecar.Is(file)).Select(file => properties.With(Artifact.At(file)))]).Where(
                artifact => artifact.Debian is not null || artifact.Properties.Keys.Count > 0)
                .Select(artifact => artifact.Disclosing(artifact.Disclosed, problems.Add))];
        properties.RefuseUnused();
        return new PushInput
        {
            Excluded = [.. below.Where(Sidecar.Is)],
            Project = _metadata.Apply(new PushSettings
            {
                Artifacts = artifacts,
                Packages = packages,
                Project = new GivenCoordinates(repo, result.GetValue(_package), result.GetValue(_version), null),
                Leg = LegOrder.Read(
                    result.GetValue(_release), result.GetValue(_leg), BuildServer.RunOf(environment.Variable), problems.Add, _usualLeg),
                Override = result.GetValue(_override),
                Explode = result.GetValue(_explode),
                FollowLinks = followLinks,
                StampService = result.GetValue(_stampService),
                MaxFiles = maxFiles,
                Repository = Repository(result, place, repo),
                Checksums = result.GetValue(_checksumsFile) is { Length: > 0 } checksums
                    ? new(checksums, Path.Combine(Path.GetTempPath(), $"bintray-{Guid.NewGuid():N}"))
                    : null,
            }, result, environment),
            Problems = problems,
            WholeFolder = result.GetValue(_wholeFolder),
            Mode = descriptor is null ? PushMode.Build : PushMode.Files,
            Descriptor = descriptor,
            Roots = roots,
            Variables = DescriptorVariables.Of(CommonOptions.Pairs(result, _variables)),
            Publish = CommonOptions.Chosen(result, _publish),
            GpgSign = result.GetValue(_gpgSign) is { } sign ? sign != "false" : null,
            GpgSignIfAvailable = result.GetValue(_gpgSign) == IfAvailable,
            Passphrase = environment.Passphrase,
        };
    }

    /// <summary>A descriptor says what is pushed and where to; the options say it otherwise, and never both do.</summary>
    private void RefuseOdds(ParseResult result, bool described, ChosenPlace place)
    {
        Option[] undescribed = [_repo, _package, _version, _path, .. _metadata.All];
        Option[] ofDescriptor = [_roots, _variables];
        var odd = (described ? undescribed : ofDescriptor).FirstOrDefault(option => result.GetResult(option) is { Implicit: false });
        var files = result.GetValue(_files) ?? [];
        var fault = odd is not null
            ? described
                ? $"{odd.Name} and --descriptor are both given, and the descriptor says that."
                : $"{odd.Name} is given without --descriptor."
            : described ? files.Length > 0 ? "Files and --descriptor are both given, and the descriptor says which files are pushed." : null
            : files.Length == 0 ? "There is nothing to push: name files or folders, or give --descriptor."
            : result.GetValue(_package) is null && !files.All(NugetPackage.Is) ? "--package is missing; only NuGet packages name theirs."
            : result.GetValue(_version) is null && !files.All(NugetPackage.Is) ? "--version is missing; only NuGet packages name theirs."
            : Repo(result) is null && place is not ChosenPlace.Folder { IsEmbedded: true } ? "--repo is missing."
            : null;
        if (fault is not null)
        {
            throw CommandFailure.Usage(Complaints.OptionsAtOdds(fault));
        }
    }

    /// <summary>What a descriptor may select from, and what lies beside it: its patterns may be relative to its own folder.</summary>
    private static List<string> FilesBelow(List<NamedRoot> roots, string descriptor, bool followLinks, CancellationToken cancellation)
    {
        var own = DescriptorPlace.Of(descriptor, roots).Root;
        return [
            .. RootContents.List(
                roots.Contains(own) ? roots : roots.Append(own),
                [],
                followLinks,
                cancellation).Files.Select(file => file.LocalPath).Distinct()
        ];
    }

    private List<Artifact> Artifacts(
        ParseResult result,
        CliEnvironment environment,
        PropertyOption properties,
        Dictionary<string, DescribedPackage> packages,
        List<Problem> problems,
        CancellationToken cancellation)
    {
        var prefix = (result.GetValue(_path) ?? "").TrimEnd('/');
        var artifacts = new List<Artifact>();
        var notes = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (var given in result.GetValue(_files) ?? [])
        {
            var path = environment.Absolute(given);
            if (Directory.Exists(path))
            {
                var chosen = FileSelection.OfFolder(path, result.GetValue(_wholeFolder), result.GetValue(_followLinks), cancellation);
                problems.AddRange(chosen.Problems);
                foreach (var file in chosen.Files)
                {
                    Add(file.ToArtifact());
                }
            }
            else
            {
                Add(Artifact.At(path));
            }
        }

        if (string.IsNullOrWhiteSpace(result.GetValue(_leg)))
        {
            // What a leg does not hold may come from other machines.
            problems.AddRange(NugetPackage.IncompleteTools([.. artifacts.Select(artifact => artifact.LocalPath)]));
        }

        return artifacts;

        void Add(Artifact artifact)
        {
            var (file, path) = (artifact.LocalPath, artifact.DefaultPath);
            // Without a word it would be obeyed, and the coordinates of the command line would not count.
            if (DescriptorName.IsDescriptor(file))
            {
                throw CommandFailure.Usage(
                    Complaints.OptionsAtOdds(
                        $"{file} is a descriptor by its name, and those are not pushed. Give it with --descriptor to obey it."));
            }

            if (Sidecar.Is(file) || artifacts.Exists(artifact => artifact.LocalPath == file))
            {
                return;
            }

            var target = prefix.Length == 0 ? path : IsWholePath(path) ? prefix : $"{prefix}/{path}";
            var own = properties.With(artifact with { DefaultPath = target });
            artifacts.Add(Named(own.Disclosing(own.Disclosed, problems.Add)));
            if (NugetPackage.Is(file) && NugetPackage.SymbolsOf(file) is { } symbols)
            {
                Add(Artifact.At(symbols, path[..(path.LastIndexOf('/') + 1)] + Path.GetFileName(symbols), Path.GetDirectoryName(symbols)));
            }
        }

        // A folder with the extension of such a file is taken for a mistake.
        bool IsWholePath(string path) =>
            result.GetValue(_path)?.EndsWith('/') != true && result.GetValue(_files) is [var only]
                && !Directory.Exists(environment.Absolute(only))
            && Path.GetExtension(path) is { Length: > 0 } extension && prefix.EndsWith(extension, StringComparison.OrdinalIgnoreCase);

        Artifact Named(Artifact artifact)
        {
            var (package, version) = (result.GetValue(_package), result.GetValue(_version));
            if (!NugetPackage.Is(artifact.LocalPath) || artifact.Size is null || (package is not null && version is not null))
            {
                return artifact;
            }

            var read = NugetPackage.Read(artifact.LocalPath);
            var own = new GivenCoordinates(null, package ?? read.Id, version ?? read.Version, null);
            if (notes.TryAdd(own.Package!, []))
            {
                packages.Add(own.Package!, new DescribedPackage(read.Details)
                {
                    ReleaseNotes = ReleaseNotes.OfVersions(notes[own.Package!]),
                    Readme = read.Readme,
                });
            }

            if (read.ReleaseNotes is { } text)
            {
                notes[own.Package!].TryAdd(own.Version!, text);
            }

            return artifact with { Own = own };
        }
    }

    private List<NamedRoot> Roots(ParseResult result, CliEnvironment environment)
    {
        var roots = new List<NamedRoot>();
        foreach (var (name, given) in CommonOptions.Pairs(result, _roots))
        {
            var folder = environment.Absolute(given);
            var fault = name.IndexOfAny(['/', '\\', '*', '?']) >= 0 ? "the name must be one segment of a path"
                : roots.Any(root => root.Name == name) ? "the name is given twice"
                : !Directory.Exists(folder) ? $"there is no folder {folder}"
                : null;
            if (fault is not null)
            {
                throw CommandFailure.Usage(Complaints.OptionsAtOdds($"--root {name}: {fault}."));
            }

            roots.Add(new NamedRoot(name, folder));
        }

        return roots;
    }

    /// <summary>What is created if it is missing: if that is asked for, or the place does it by itself.</summary>
    private RepositoryClause? Repository(ParseResult result, ChosenPlace place, string? repo)
    {
        // The default one is what its name says.
        var type = result.GetValue(_repoType) ?? (repo == ChosenPlace.EmbeddedRepo ? RepositoryTypes.NuGet : null);
        var details = new RepositoryDetails { Type = type };
        return result.GetValue(_createRepo) || place.CreatesRepositories ? new RepositoryClause(details, UpdateExisting: false) : null;
    }
}
