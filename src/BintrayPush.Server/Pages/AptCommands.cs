using System.Text.RegularExpressions;

namespace BintrayPush.Server.Pages;

/// <summary>How a package comes from a Debian repository.</summary>
internal static partial class AptCommands
{
    private const string DefaultComponent = "main";

    /// <summary>The repository as a source: of the distribution of these files, or the one that was set for the repository.</summary>
    public static IReadOnlyList<Command> Source(RepositorySetup setup, IReadOnlyList<RepositoryFile> files)
    {
        var place = files.FirstOrDefault(file => file.Debian is not null)?.Debian;
        var distribution = FirstOf(place?.Distribution ?? setup.Details.DefaultDebianDistribution);
        var component = FirstOf(place?.Component ?? setup.Details.DefaultDebianComponent ?? DefaultComponent);
        if (distribution is null || component is null)
        {
            return [];
        }

        var key = $"/etc/apt/keyrings/{setup.Name}.asc";
        var trust = setup.IsSigned ? $"signed-by={key}" : "trusted=yes";
        var source = $"deb [{trust}] {setup.Folder} {distribution} {component}";
        var add = new Command("Add the repository, once", $"echo '{source}' | sudo tee /etc/apt/sources.list.d/{setup.Name}.list");
        var fetch = $"sudo curl -fL -o {key} '{setup.Server}/users/{setup.Address.Subject}/keys/gpg/public.key'";
        return setup.IsSigned ? [new("Get the key, once", fetch), add] : [add];
    }

    /// <summary>The packages, by the names of their files.</summary>
    public static IEnumerable<Command> Install(IReadOnlyList<RepositoryFile> files)
    {
        const int Most = 5;
        var names = files.Select(file => Deb().Match(file.Path.FileName)).Where(match => match.Success)
            .Select(match => match.Groups["name"].Value)
            .Distinct()
            .Take(Most)
            .ToArray();
        return names.Length == 0 ? [] : [new("Install", $"sudo apt-get update && sudo apt-get install {string.Join(' ', names)}")];
    }

    private static string? FirstOf(string? names) => names?.Split(',')[0].Trim() is { } name && Word().IsMatch(name) ? name : null;

    [GeneratedRegex(@"^(?<name>[a-z0-9][a-z0-9+.-]+)_[A-Za-z0-9.+~:-]+_[a-z0-9-]+\.deb\z")]
    private static partial Regex Deb();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._+-]*\z")]
    private static partial Regex Word();
}
