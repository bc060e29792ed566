using System.Diagnostics.CodeAnalysis;
using BintrayPush.Api.Content;

namespace BintrayPush.Api.Names;

/// <summary>A repository by its full name, written <c>subject/repository</c>. An instance always holds two legal names.</summary>
public sealed record RepositoryAddress
{
    private RepositoryAddress(string subject, string name)
    {
        Subject = subject;
        Name = name;
    }

    /// <summary>The user or organisation that owns the repository.</summary>
    public string Subject { get; }

    /// <summary>The repository's own name.</summary>
    public string Name { get; }

    /// <summary>Checks two names from outside.</summary>
    /// <exception cref="FormatException">A name is not legal; the message says which and why.</exception>
    public static RepositoryAddress Of(string subject, string name) =>
        NameRules.FaultInPlainName(subject) is { } subjectFault
            ? throw new FormatException($"not a subject: {subjectFault}")
            : NameRules.FaultInPlainName(name) is { } nameFault
                ? throw new FormatException($"not a repository name: {nameFault}")
                : new RepositoryAddress(subject, name);

    /// <summary>Reads the form <c>subject/repository</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out RepositoryAddress? address, [NotNullWhen(false)] out string? fault)
    {
        var parts = text.Trim().Split('/');
        address = null;
        fault = parts.Length != 2 ? $"'{LogText.Shorten(text)}' is not of the form subject/repository"
            : NameRules.FaultInPlainName(parts[0]) is { } subjectFault ? $"not a subject: {subjectFault}"
            : NameRules.FaultInPlainName(parts[1]) is { } nameFault ? $"not a repository name: {nameFault}"
            : null;
        if (fault is not null)
        {
            return false;
        }

        address = new RepositoryAddress(parts[0], parts[1]);
        return true;
    }

    /// <summary><c>subject/repository</c>.</summary>
    public override string ToString() => $"{Subject}/{Name}";
}
