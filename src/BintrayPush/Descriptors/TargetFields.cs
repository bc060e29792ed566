using BintrayPush.Messages;

namespace BintrayPush.Descriptors;

/// <summary>The four names of a descriptor: subject, repository, package and version (semantics reference 3.2, 3.4).</summary>
internal static class TargetFields
{
    /// <summary>The names, or nothing and a problem for each that is missing or illegal.</summary>
    public static VersionAddress? Read(ObjectReader? repository, ObjectReader? package, ObjectReader? version)
    {
        var packageName = package is null ? null : Given(package, "name", DescriptorProblems.FieldMissing);
        var subject = package is null ? null : Given(package, "subject", DescriptorProblems.SubjectMissing);
        var repositoryName = RepositoryName(repository, package);
        var versionName = version is null ? null : Given(version, "name", DescriptorProblems.FieldMissing);

        // Each name is judged on its own, so that one wrong name does not hide the next.
        var legal = IsLegal(package, "subject", subject, RepositoryAddress.FaultInSubject)
            & IsLegal(repositoryName.Owner, repositoryName.Field, repositoryName.Name, RepositoryAddress.FaultInName)
            & IsLegal(package, "name", packageName, PackageAddress.FaultInName)
            & IsLegal(version, "name", versionName, VersionAddress.FaultInName);
        return legal
            ? VersionAddress.Of(PackageAddress.Of(RepositoryAddress.Of(subject!, repositoryName.Name!), packageName!), versionName!)
            : null;
    }

    /// <summary>
    /// The clause and the package may both name the repository, then they must agree but for letter case, and the clause's spelling
    /// counts; or one of them does (semantics reference 3.4.1, 3.4.2).
    /// </summary>
    private static (ObjectReader? Owner, string Field, string? Name) RepositoryName(ObjectReader? repository, ObjectReader? package)
    {
        var ofClause = repository?.Name("name");
        // The guide calls it repoName, and its sample repo: both are understood, and must agree.
        var ofGuide = package?.Name("repoName");
        var ofPackage = package?.Name("repo") ?? ofGuide;
        if (ofGuide is not null && ofPackage is not null && !string.Equals(ofGuide, ofPackage, StringComparison.OrdinalIgnoreCase))
        {
            package!.Add(DescriptorProblems.RepositoryNameTwice(package.PositionOf("repoName"), ofPackage, ofGuide));
        }

        var field = ofGuide is not null && package?.Value("repo") is null ? "repoName" : "repo";
        if (ofClause is not null && ofPackage is not null && !string.Equals(ofClause, ofPackage, StringComparison.OrdinalIgnoreCase))
        {
            package!.Add(DescriptorProblems.RepositoryNamesDiffer(package.PositionOf(field), field, ofClause, ofPackage));
        }

        if (ofClause is null && ofPackage is null && (package ?? repository) is { } place
            && repository?.Value("name") is null or { Kind: System.Text.Json.JsonValueKind.String }
            && package?.Value(field) is null or { Kind: System.Text.Json.JsonValueKind.String })
        {
            place.Add(DescriptorProblems.RepositoryNameMissing(package?.PositionOf("repo") ?? place.Position));
        }

        return ofClause is not null ? (repository, "name", ofClause) : (package, field, ofPackage);
    }

    private static string? Given(ObjectReader fields, string field, Func<SourcePosition, string, Problem> missing)
    {
        var name = fields.Name(field);
        if (name is null && fields.Value(field) is null or { Kind: System.Text.Json.JsonValueKind.String })
        {
            fields.Add(missing(fields.PositionOf(field), fields.NameOf(field)));
        }

        return name;
    }

    private static bool IsLegal(ObjectReader? fields, string field, string? name, Func<string, string?> faultIn)
    {
        if (fields is null || name is null)
        {
            return false;
        }

        if (faultIn(name) is { } fault)
        {
            fields.Add(DescriptorProblems.NameIllegal(fields.PositionOf(field), fields.NameOf(field), fault));
            return false;
        }

        return true;
    }
}
