using System.IO.Compression;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Places;

namespace BintrayPush.Cli.Tests;

/// <summary>Release notes come from a file, from the section of a changelog, or from the package; a version gets its own and no other.</summary>
[TestClass]
public sealed class ReleaseNotesTests : CommandTest
{
    private const string Changelog = """
        # Changelog

        Everything since 1.0.0.

        ## [Unreleased]

        - Nothing yet

        ## [1.2.0] - 2026-11-22

        ### Added

        - A headline in code:

        ```
        ## 1.1.0
        ```

        ### 2.0 as a word begins no section

        ## v1.1 (2026-01-01) ##
        Fast.

        ## [1.1.0-rc.1](https://example.org/compare) - 2025-12-12

        ## Version 1.0.0: first
        Old.

        # Older

        Lost.

        [unreleased]: https://example.org/compare/v1.2.0...HEAD
        [1.2.0]: https://example.org/compare/v1.1.0...v1.2.0
        """;

    [TestMethod]
    [DataRow("1.2.0", "### Added\n\n- A headline in code:\n\n```\n## 1.1.0\n```\n\n### 2.0 as a word begins no section")]
    [DataRow("1.1.0", "Fast.")]
    [DataRow("1.0.0", "Old.")]
    public void Of_a_changelog_the_section_of_the_version_is_taken(string version, string notes)
    {
        Write("a.txt");
        Write("CHANGELOG.md", Changelog.ReplaceLineEndings("\n"));

        Run("push", "a.txt", "--package", "acme", "--version", version, "--release-notes", "CHANGELOG.md").Succeeds();

        Assert.AreEqual(notes, NotesOf("acme", version));
        StringAssert.Contains(
            Run("push", "a.txt", "--package", "acme", "--version", version, "--release-notes", "CHANGELOG.md").Succeeds().Output, "1 unchanged");
    }

    [TestMethod]
    [DataRow("1.3.0", Changelog)]
    [DataRow("1.1.0-rc.1", Changelog)]
    [DataRow("Unreleased", "# Changes\n## 1.0.0\nText")]
    [DataRow("1.0.0", "# Changes\nText without any section")]
    public void A_version_without_a_section_is_an_error_before_anything_is_sent(string version, string changelog)
    {
        Write("a.txt");
        Write("CHANGELOG.md", changelog);

        var error = Run("push", "a.txt", "--package", "acme", "--version", version, "--release-notes", "CHANGELOG.md").Fails("BTP1116").Error;

        StringAssert.Contains(error, $"CHANGELOG.md : error BTP1116: --release-notes is a changelog, and it has no section for acme {version}");
        Assert.IsFalse(Directory.Exists(At("home", "repository")));
    }

    [TestMethod]
    public void A_file_of_notes_is_taken_as_a_whole()
    {
        Write("a.txt");
        Write("notes.md", "# Acme\n\n## What is new\n\nSpeed.\n");

        Push("a.txt", "--release-notes", "notes.md").Succeeds();

        Assert.AreEqual("# Acme\n\n## What is new\n\nSpeed.\n", NotesOf("acme", "1.0.0"));
        Push("a.txt", "--release-notes", "gone.md").IsWrongUsage("BTP1048");
        File.WriteAllBytes(At("notes.md"), new byte[(1 << 20) + 1]);
        Push("a.txt", "--release-notes", "notes.md").IsWrongUsage("BTP1048");
    }

    [TestMethod]
    public void Packages_bring_their_readme_and_each_version_its_notes_unless_the_command_line_says_otherwise()
    {
        Pack("1.0.0", "First.");
        Pack("1.1.0", "Second.");
        Pack("1.2.0", null);

        Run("push", "Acme.1.0.0.nupkg", "Acme.1.1.0.nupkg", "Acme.1.2.0.nupkg").Succeeds();

        Assert.AreEqual("First.", NotesOf("Acme", "1.0.0"));
        Assert.AreEqual("Second.", NotesOf("Acme", "1.1.0"));
        Assert.IsNull(NotesOf("Acme", "1.2.0"));
        Assert.AreEqual("# Acme", ReadmeOf("Acme"));

        Pack("2.0.0", "Third.");
        Write("README.md", "# Other");
        Write("notes.md", "Mine.");
        Run("push", "Acme.2.0.0.nupkg", "--readme", "README.md", "--release-notes", "notes.md").Succeeds();
        Assert.AreEqual("Mine.", NotesOf("Acme", "2.0.0"));
        Assert.AreEqual("# Other", ReadmeOf("Acme"));

        Pack("3.0.0", null);
        Run("push", "Acme.3.0.0.nupkg", "--readme", "none").Succeeds();
        Assert.AreEqual("# Other", ReadmeOf("Acme"));
    }

    private void Pack(string version, string? notes)
    {
        using var package = ZipFile.Open(At($"Acme.{version}.nupkg"), ZipArchiveMode.Create);
        Add("Acme.nuspec", $"<package><metadata><id>Acme</id><version>{version}</version><readme>docs\\README.md</readme>"
            + $"<releaseNotes>{notes}</releaseNotes></metadata></package>");
        Add("docs/README.md", "# Acme");

        void Add(string name, string text)
        {
            using var entry = new StreamWriter(package.CreateEntry(name).Open());
            entry.Write(text);
        }
    }

    private string? NotesOf(string package, string version) =>
        Document(VersionAddress.Of(Address(package), version), DocumentKind.ReleaseNotes);

    private string? ReadmeOf(string package) => Document(Address(package), DocumentKind.Readme);

    private static PackageAddress Address(string package) =>
        RepositoryAddress.TryParse("local/nuget", out var repository, out _) ? PackageAddress.Of(repository, package) : throw new InvalidOperationException();

    private string? Document(MetadataOwner owner, DocumentKind kind)
    {
        var place = ChosenPlace.Choose(At("home", "repository"), false, Folder, CliEnvironment.Variable, new PlaceReader())!;
        using var opened = PlaceOpener.OpenAsync(place, null, readOnly: true, keys: null, reader: null, CancellationToken.None).GetAwaiter().GetResult();
        return opened.Destination.Service.GetDocumentAsync(owner, kind, CancellationToken.None).GetAwaiter().GetResult()?.Content;
    }
}
