using BintrayPush.Descriptors;
using BintrayPush.Messages;
using BintrayPush.Selection;

namespace BintrayPush.Planning;

/// <summary>The descriptor that says what a project says.</summary>
/// <param name="Descriptor">The descriptor; <see langword="null"/> if there is an error.</param>
/// <param name="Problems">What is wrong.</param>
public sealed record DescriptorGeneration(BintrayDescriptor? Descriptor, IReadOnlyList<Problem> Problems)
{
    /// <summary>
    /// Makes a descriptor from a project's values. Release notes have no field in it, and a password in a URL is left out, so that the
    /// file can be handed to anybody.
    /// </summary>
    /// <param name="project">What the project asks for.</param>
    /// <param name="gpgSign">Whether the version is signed; <see langword="null"/> for nothing said.</param>
    /// <param name="files">Names what the project makes; nothing if that is what a build makes.</param>
    public static DescriptorGeneration Of(PushSettings project, bool? gpgSign, PatternsOfFiles? files = null)
    {
        var problems = new List<Problem>(files?.Problems ?? []);
        var given = project.Project;
        if (!RepositoryAddress.TryParse(given.Repository ?? "", out var repository, out var fault))
        {
            problems.Add(PlanProblems.ProjectValueIllegal(Setting.Repo, fault));
        }

        // The names below a repository are judged on their own, so that one wrong name does not hide the next.
        var (package, version) = ((given.Package ?? "").Trim(), (given.Version ?? "").Trim());
        var areLegal = IsLegal(Setting.Package, PackageAddress.FaultInName(package))
            & IsLegal(Setting.Version, VersionAddress.FaultInName(version));
        var details = BareUrls.Of(project.Package, problems);
        if (repository is null || !areLegal)
        {
            return new DescriptorGeneration(null, problems);
        }

        return new DescriptorGeneration(
            new BintrayDescriptor
            {
                Target = VersionAddress.Of(PackageAddress.Of(repository, package), version),
                Repository = project.Repository,
                Package = details,
                Version = project.Version,
                PackageAttributes = project.PackageAttributes,
                VersionAttributes = project.VersionAttributes,
                GpgSign = gpgSign,
                Selection = files?.Rules ?? SelectionRules.None,
                Publish = project.Publish,
            },
            problems);

        bool IsLegal(Setting property, string? wrong)
        {
            if (wrong is not null)
            {
                problems.Add(PlanProblems.ProjectValueIllegal(property, wrong));
            }

            return wrong is null;
        }
    }
}
