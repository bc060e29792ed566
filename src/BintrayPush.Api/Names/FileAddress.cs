using System.Diagnostics.CodeAnalysis;
using BintrayPush.Api.Content;

namespace BintrayPush.Api.Names;

/// <summary>A file by repository and path; a path belongs to one version of one package (protocol reference 8.2).</summary>
/// <param name="Repository">The repository that holds it.</param>
/// <param name="Path">Its path there.</param>
public sealed record FileAddress(RepositoryAddress Repository, RepositoryPath Path) : MetadataOwner
{
    /// <inheritdoc/>
    public override RepositoryAddress Repository { get; } = Repository;

    /// <summary>Reads the form <c>subject/repository/path</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out FileAddress? address, [NotNullWhen(false)] out string? fault)
    {
        address = null;
        var names = text.Split(['/'], 3);
        if (names.Length < 3)
        {
            fault = $"'{LogText.Shorten(text)}' is not of the form subject/repository/path";
            return false;
        }

        if (!RepositoryAddress.TryParse($"{names[0]}/{names[1]}", out var repository, out fault)
            || !RepositoryPath.TryParse(names[2], out var path, out fault))
        {
            return false;
        }

        address = new FileAddress(repository, path);
        return true;
    }

    /// <summary><c>subject/repository/path</c>.</summary>
    public override string ToString() => $"{Repository}/{Path}";
}
