namespace BintrayPush.Build.Tests;

/// <summary>Release notes from a file: what cannot be used is known before anything is written.</summary>
[TestClass]
public sealed class ReleaseNotesTests : TaskTest
{
    [TestMethod]
    [DataRow("gone.md", null, "BTP1117")]
    [DataRow("notes.md", "Faster.", "BTP1117")]
    [DataRow("CHANGELOG.md", null, "BTP1116")]
    public void A_file_that_cannot_be_used_is_an_error_and_nothing_is_pushed(string file, string? text, string code)
    {
        Write("notes.md");
        Write("CHANGELOG.md", "## 2.0.0\n\nLater.\n");
        var push = Push(Item(Write("a.zip")));
        (push.ReleaseNotesFile, push.ReleaseNotes) = (file, text);

        FailsWith(push, code);

        Assert.IsFalse(Directory.Exists(Path.Combine(Folder, "home")));
    }

    [TestMethod]
    public void What_an_artifact_of_a_release_brings_along_is_for_its_own_package()
    {
        var item = Item(
            Write("a.zip"),
            ("BintrayPackage", "acme"),
            ("BintrayVersion", "1.0.0"),
            ("BintrayProjectFile", Path.Combine(Folder, "a.csproj")),
            ("BintrayReleaseNotesFile", Write("sub/CHANGELOG.md", "## 2.0.0\nLater.")));

        FailsWith(Push(item), "BTP1116");

        Write("sub/CHANGELOG.md", "## 1.0.0\nNow.");
        Engine = new RecordingEngine();
        Succeeds(Push(item));
    }
}
