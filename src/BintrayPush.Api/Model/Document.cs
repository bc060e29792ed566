namespace BintrayPush.Api.Model;

/// <summary>How a readme or release notes are written (protocol reference, section 12).</summary>
public enum DocumentSyntax
{
    /// <summary>Markdown; the default.</summary>
    Markdown,

    /// <summary>AsciiDoc.</summary>
    Asciidoc,

    /// <summary>Plain text.</summary>
    PlainText,
}

/// <summary>Which document of a package or a version.</summary>
public enum DocumentKind
{
    /// <summary>The readme; packages only.</summary>
    Readme,

    /// <summary>Release notes, of a package (for all its versions) or of one version.</summary>
    ReleaseNotes,
}

/// <summary>A readme or release notes.</summary>
/// <param name="Syntax">How it is written.</param>
/// <param name="Content">The text.</param>
public sealed record Document(DocumentSyntax Syntax, string Content);
