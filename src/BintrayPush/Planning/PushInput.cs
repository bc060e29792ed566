using BintrayPush.Artifacts;
using BintrayPush.Descriptors;
using BintrayPush.Messages;
using BintrayPush.Selection;

namespace BintrayPush.Planning;

/// <summary>What a project or a command line says of a push, before a descriptor was read.</summary>
public sealed record PushInput
{
    /// <summary>The project's own values, which hold where no descriptor says otherwise.</summary>
    public required PushSettings Project { get; init; }

    /// <summary>Where the artifacts come from.</summary>
    public PushMode Mode { get; init; }

    /// <summary>The absolute path of the descriptor to obey; <see langword="null"/> for the one among the files, if there is one.</summary>
    public string? Descriptor { get; init; }

    /// <summary>The roots that patterns are matched in.</summary>
    public IReadOnlyList<NamedRoot> Roots { get; init; } = [];

    /// <summary>The values for variables in the descriptor.</summary>
    public DescriptorVariables Variables { get; init; } = DescriptorVariables.None;

    /// <summary>Whether a descriptor without patterns may push a folder with sources.</summary>
    public bool WholeFolder { get; init; }

    /// <summary>The coordinates that were set explicitly, without defaults.</summary>
    public GivenCoordinates Said { get; init; } = GivenCoordinates.None;

    /// <summary>What was found while the order was made.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>Files of the roots that are never pushed, by their local paths.</summary>
    public IReadOnlyCollection<string> Excluded { get; init; } = [];

    /// <summary>Whether the files become public; <see langword="null"/> if the descriptor decides.</summary>
    public bool? Publish { get; init; }

    /// <summary>Whether the versions are signed; <see langword="null"/> if the descriptor decides.</summary>
    public bool? GpgSign { get; init; }

    /// <summary>Whether the push goes on without signatures where they are asked for and cannot be made.</summary>
    public bool GpgSignIfAvailable { get; init; }

    /// <summary>What unlocks the key to sign with.</summary>
    public Secret? Passphrase { get; init; }

    /// <summary>Reads the descriptor, selects by it, and puts its values in place of the project's.</summary>
    /// <returns>What is asked for, or nothing if the descriptor or the selection has an error; and what the user should know.</returns>
    public (PushSettings? Settings, IReadOnlyList<Problem> Problems) Complete(CancellationToken cancellation)
    {
        var problems = new List<Problem>(Problems);
        try
        {
            return (Complete(problems, cancellation), problems);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            problems.Add(PlanProblems.RootUnreadable(cause));
            return (null, problems);
        }
    }

    private PushSettings? Complete(List<Problem> problems, CancellationToken cancellation)
    {
        IReadOnlyList<RootedFile> files = Mode == PushMode.Files
            ? [.. List(Roots, problems, cancellation).Where(file => !Excluded.Contains(file.LocalPath))]
            : [];
        var choice = DescriptorChoice.Make(
            Descriptor,
            Mode == PushMode.Files ? files.Select(file => file.LocalPath) : Project.Artifacts.Select(artifact => artifact.LocalPath),
            Mode);
        if (choice.Problem is { } complaint)
        {
            problems.Add(complaint);
        }

        if (choice.Descriptor is null)
        {
            RefuseContradiction(descriptor: null, problems);
            return HasError(problems)
                ? null
                : Signed(Project with { Publish = DescribedSettings.PublishWanted(Publish, null) }, null, problems);
        }

        var reading = DescriptorReader.ReadFile(choice.Descriptor, Variables);
        problems.AddRange(reading.Problems);
        if (reading.Descriptor is not { } descriptor)
        {
            return null;
        }

        RefuseContradiction(descriptor, problems);
        var artifacts = Select(descriptor, choice.Descriptor, files, problems, cancellation);
        if (HasError(problems))
        {
            return null;
        }

        if (DescribedSettings.Overruled(Said, descriptor) is { Count: > 0 } overruled)
        {
            problems.Add(PlanProblems.SettingsOverruled(overruled, choice.Descriptor));
        }

        var described = DescribedSettings.Of(descriptor, artifacts, Mode, Project, Publish);
        problems.AddRange(described.Problems);
        return Signed(described.Settings, descriptor.GpgSign, problems);
    }

    /// <summary>A leg is published by a seal, whatever pushed it: who says that nothing may be published cannot mean both.</summary>
    private void RefuseContradiction(BintrayDescriptor? descriptor, List<Problem> problems)
    {
        if (Project.Leg is not null && (Publish ?? descriptor?.Publish) == false)
        {
            problems.Add(LegProblems.NeverPublic());
        }
    }

    private IReadOnlyList<Artifact> Select(
        BintrayDescriptor descriptor, string path, IReadOnlyList<RootedFile> files, List<Problem> problems, CancellationToken cancellation)
    {
        if (Mode == PushMode.Build)
        {
            var chosen = FileSelection.OfBuild(Project.Artifacts, descriptor.Selection);
            problems.AddRange(chosen.Problems);
            return chosen.Files;
        }

        var place = DescriptorPlace.Of(path, Roots);
        var outside = Roots.Contains(place.Root)
            ? []
            : List([place.Root], problems, cancellation).Where(file => !Excluded.Contains(file.LocalPath));
        var selected = FileSelection.OfFiles([.. files, .. outside], descriptor.Selection, place, WholeFolder, cancellation);
        problems.AddRange(selected.Problems);

        // What the project says of a file (a path of its own, override) holds for it here too.
        var named = Project.Artifacts.GroupBy(artifact => artifact.LocalPath).ToDictionary(same => same.Key, same => same.First());
        return
        [
            .. selected.Files.Select(file => file.ToArtifact() is var found && named.TryGetValue(file.LocalPath, out var artifact)
                ? artifact with { DefaultPath = file.Path, LeadsTo = found.LeadsTo }
                : found),
        ];
    }

    private IReadOnlyList<RootedFile> List(IReadOnlyList<NamedRoot> roots, List<Problem> problems, CancellationToken cancellation)
    {
        var listing = RootContents.List(roots, Project.Artifacts, Project.FollowLinks, cancellation);
        problems.AddRange(listing.Problems);
        return listing.Files;
    }

    private PushSettings Signed(PushSettings settings, bool? descriptor, List<Problem> problems)
    {
        var decision = SigningDecision.Make(Passphrase is not null, GpgSign, descriptor);
        if (decision.Notice is { } notice)
        {
            problems.Add(notice);
        }

        return settings with
        {
            Signing = decision.Sign ? new SigningOrder(decision.WithPassphrase ? Passphrase : null, GpgSignIfAvailable) : null,
        };
    }

    private static bool HasError(List<Problem> problems) => problems.Any(problem => problem.Severity == Severity.Error);
}
