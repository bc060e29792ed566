using System.CommandLine;
using BintrayPush.Api;
using BintrayPush.Artifacts;
using BintrayPush.Descriptors;
using BintrayPush.Planning;
using BintrayPush.Pushing;
using BintrayPush.Selection;

namespace BintrayPush.Cli;

/// <summary>What is pushed and how: the options that <c>push</c> and <c>plan</c> share.</summary>
internal sealed class PushOptions
{
    private static readonly string[] RepositoryTypes = ["maven", "debian", "conan", "rpm", "docker", "npm", "opkg", "nuget", "vagrant", "generic"];

    private readonly Argument<string[]> _files = Given.Subject<string[]>("files", "The files; a folder stands for every file below it, which keeps its path below the folder.");

    private readonly Option<string?> _repo = new("--repo") { Description = "The repository; local/nuget for the embedded repository.", HelpName = "subject/repository" };
    private readonly Option<string?> _package = new("--package") { Description = "The package." };
    private readonly Option<string?> _version = new("--version") { Description = "The version." };
    private readonly Option<string?> _path = new("--path") { Description = "The folder of the repository that the files go to." };
    private readonly Option<string?> _descriptor = new("--descriptor") { Description = "A descriptor that says what is pushed and where it goes." };
    private readonly Option<string[]> _roots = Given.Several("--root", "name=folder", "A folder that the descriptor's patterns are matched in.");
    private readonly Option<string[]> _variables = Given.Several("--var", "name=value", "A value for ${name} in the descriptor.");
    private readonly Option<string[]> _properties = Given.Several("--property", "key=value", "A property that the published files are to have.");
    private readonly Option<bool?> _publish = Given.Choice("--publish", "Whether the files become public; without it the descriptor decides, and without one they do.");
    private readonly Option<bool> _override = Given.Flag("--override", "Replace published files that have other content.");
    private readonly Option<bool> _explode = Given.Flag("--explode", "The files are archives; the service unpacks them.");
    private readonly Option<bool?> _gpgSign = Given.Choice("--gpg-sign", "Whether the version is signed; without it the descriptor decides, and a passphrase in the environment.");
    private readonly Option<bool> _createRepo = Given.Flag("--create-repo", "Create the repository if it is missing; a folder always does.");
    private readonly Option<string?> _repoType = new("--repo-type") { Description = "The type of a created repository." };
    private readonly Option<bool> _followLinks = Given.Flag("--follow-links", "Push what symbolic links lead to, out of the folder they lie in, and enter linked folders.");
    private readonly Option<int?> _maxFiles = Given.Number("--max-files", "The most files a push may have; 0 for any number.", 0, int.MaxValue, 200);

    private readonly Option<bool> _wholeFolder = Given.Flag("--whole-folder", "Push folders also where somebody develops in them: with a project file or .git in it.");

    public PushOptions()
    {
        _files.Arity = ArgumentArity.ZeroOrMore;
        _repoType.AcceptOnlyFromAmong(RepositoryTypes);
    }

    public Argument<string[]> Files => _files;

    public IEnumerable<Option> All =>
    [
        _repo, _package, _version, _path, _descriptor, _roots, _variables, _properties, _publish, _override, _explode, _gpgSign, _createRepo,
        _repoType, _followLinks, _wholeFolder, _maxFiles,
    ];

    public string? Repo(ParseResult result) => result.GetValue(_repo);

    /// <summary>Reads them as an order to the engine; what is at odds is wrong usage.</summary>
    public PushOrder Read(ParseResult result, ChosenPlace place, Surroundings surroundings, CancellationToken cancellation)
    {
        var descriptor = result.GetValue(_descriptor) is { Length: > 0 } named ? surroundings.Absolute(named) : null;
        RefuseOdds(result, descriptor is not null, place);
        var repo = Repo(result) ?? (place is ChosenPlace.Folder { IsEmbedded: true } ? ChosenPlace.EmbeddedRepo : null);
        var problems = new List<Problem>();
        return new PushOrder
        {
            Project = new PushRequest
            {
                Artifacts = Artifacts(result, surroundings, problems, cancellation),
                Project = new GivenCoordinates(repo, result.GetValue(_package), result.GetValue(_version), null),
                Override = result.GetValue(_override),
                Explode = result.GetValue(_explode),
                FollowLinks = result.GetValue(_followLinks),
                MaxFiles = result.GetValue(_maxFiles).GetValueOrDefault(),
                Repository = Repository(result, place, repo),
            },
            Problems = problems,
            WholeFolder = result.GetValue(_wholeFolder),
            Mode = descriptor is null ? PushMode.Build : PushMode.Files,
            Descriptor = descriptor,
            Roots = Roots(result, surroundings),
            Variables = DescriptorVariables.Of(Given.Pairs(result, _variables)),
            Publish = result.GetValue(_publish),
            GpgSign = result.GetValue(_gpgSign),
            Passphrase = surroundings.Variable("BINTRAY_GPG_PASSPHRASE") is { } passphrase && !string.IsNullOrWhiteSpace(passphrase) ? new Secret(passphrase) : null,
        };
    }

    /// <summary>A descriptor says what is pushed and where to; the options say it otherwise, and never both do.</summary>
    private void RefuseOdds(ParseResult result, bool described, ChosenPlace place)
    {
        Option[] undescribed = [_repo, _package, _version, _path, _properties];
        Option[] ofDescriptor = [_roots, _variables];
        var odd = (described ? undescribed : ofDescriptor).FirstOrDefault(option => result.GetResult(option) is { Implicit: false });
        var files = result.GetValue(_files) ?? [];
        var fault = odd is not null ? described ? $"{odd.Name} and --descriptor are both given, and the descriptor says that." : $"{odd.Name} is given without --descriptor."
            : described ? files.Length > 0 ? "Files and --descriptor are both given, and the descriptor says which files are pushed." : null
            : files.Length == 0 ? "There is nothing to push: name files or folders, or give --descriptor."
            : result.GetValue(_package) is null ? "--package is missing."
            : result.GetValue(_version) is null ? "--version is missing."
            : Repo(result) is null && place is not ChosenPlace.Folder { IsEmbedded: true } ? "--repo is missing."
            : null;
        if (fault is not null)
        {
            throw CommandFailure.Usage(Complaints.OptionsAtOdds(fault));
        }
    }

    private List<Artifact> Artifacts(ParseResult result, Surroundings surroundings, List<Problem> problems, CancellationToken cancellation)
    {
        var prefix = (result.GetValue(_path) ?? "").TrimEnd('/');
        var properties = ArtifactProperties.Of(Given.Pairs(result, _properties));
        var artifacts = new List<Artifact>();
        foreach (var given in result.GetValue(_files) ?? [])
        {
            var path = surroundings.Absolute(given);
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

        return artifacts;

        void Add(Artifact artifact)
        {
            var (file, path) = (artifact.LocalPath, artifact.DefaultPath);
            // Without a word it would be obeyed, and the coordinates of the command line would not count.
            if (DescriptorName.IsDescriptor(file))
            {
                throw CommandFailure.Usage(Complaints.OptionsAtOdds($"{file} is a descriptor by its name, and those are not pushed. Give it with --descriptor to obey it."));
            }

            var target = prefix.Length == 0 ? path : $"{prefix}/{path}";
            artifacts.Add((artifact with { DefaultPath = target, Properties = properties }).Disclosing(properties, problems.Add));
        }
    }

    private List<NamedRoot> Roots(ParseResult result, Surroundings surroundings)
    {
        var roots = new List<NamedRoot>();
        foreach (var (name, given) in Given.Pairs(result, _roots))
        {
            var folder = surroundings.Absolute(given);
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

    /// <summary>A folder creates its repositories on first use; there is nobody else who could.</summary>
    private RepositoryClause? Repository(ParseResult result, ChosenPlace place, string? repo)
    {
        // The default one is what its name says.
        var details = new RepositoryDetails { Type = result.GetValue(_repoType) ?? (repo == ChosenPlace.EmbeddedRepo ? "nuget" : null) };
        return result.GetValue(_createRepo) || place is ChosenPlace.Folder ? new RepositoryClause(details, UpdateExisting: false) : null;
    }
}
