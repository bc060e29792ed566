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
        (FaultInSubject(subject) ?? FaultInName(name)) is { } fault
            ? throw new FormatException(fault)
            : new RepositoryAddress(subject, name);

    /// <summary>Why a name from outside is not that of a subject, or <see langword="null"/> if it may be.</summary>
    public static string? FaultInSubject(string subject) =>
        NameRules.FaultInPlainName(subject) is { } fault ? $"not a subject: {fault}" : null;

    /// <summary>Why a name from outside is not that of a repository, or <see langword="null"/> if it may be.</summary>
    public static string? FaultInName(string name) =>
        NameRules.FaultInPlainName(name) is { } fault ? $"not a repository name: {fault}" : null;

    /// <summary>Checks the name of a subject from outside.</summary>
    /// <exception cref="FormatException">The name is not legal; the message says why.</exception>
    public static string SubjectOf(string subject) =>
        FaultInSubject(subject) is { } fault ? throw new FormatException(fault) : subject;

    /// <summary>Reads the form <c>subject/repository</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out RepositoryAddress? address, [NotNullWhen(false)] out string? fault)
    {
        var parts = text.Trim().Split('/');
        address = null;
        fault = parts.Length != 2 ? $"'{LogText.Shorten(text)}' is not of the form subject/repository"
            : FaultInSubject(parts[0]) ?? FaultInName(parts[1]);
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
