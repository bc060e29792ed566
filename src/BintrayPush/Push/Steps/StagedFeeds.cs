using BintrayPush.Planning;

namespace BintrayPush.Push.Steps;

/// <summary>The feeds from which what was staged can be restored before it is public.</summary>
internal static class StagedFeeds
{
    private const string Package = ".nupkg";

    /// <summary>Their addresses, one for each NuGet repository that packages were staged for; none if nothing was staged.</summary>
    public static IReadOnlyList<string> Of(PushSession session, LegOrder order)
    {
        var service = session.Destination.Name.TrimEnd('/');
        return session.Staged is null || !session.Destination.Service.Capabilities.StagedFeeds
            ? []
            : [
                .. session.Versions
                    .Where(version => version.Files.SelectMany(file => file.Placed)
                        .Any(content => content.Path.Value.EndsWith(Package, StringComparison.OrdinalIgnoreCase)))
                    .Select(version => version.Address.Repository).Distinct()
                    .Where(repository => session.DetailsOf(repository).Type == RepositoryTypes.NuGet)
                    .Select(repository => $"{service}/nuget/{repository}/staged/{order.Release}/v3/index.json"),
            ];
    }
}
