using System.Xml.Linq;

namespace BintrayPush.Tests.House;

/// <summary>
/// The house has two halves, what is pushed and where it goes, which meet only behind IBintray. A new arrow between projects is a
/// decision, made here first.
/// </summary>
[TestClass]
public sealed class WhoMayUseWhomTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["BintrayPush.Api"] = [],
        ["BintrayPush"] = ["BintrayPush.Api"],
        ["BintrayPush.Storage"] = ["BintrayPush.Api"],
        ["BintrayPush.Storage.Azure"] = ["BintrayPush.Api", "BintrayPush.Storage", "BintrayPush.Storage.Buckets"],
        ["BintrayPush.Storage.Buckets"] = ["BintrayPush.Api", "BintrayPush.Storage"],
        ["BintrayPush.Storage.S3"] = ["BintrayPush.Api", "BintrayPush.Storage", "BintrayPush.Storage.Buckets"],
        ["BintrayPush.Places"] = ["BintrayPush", "BintrayPush.Api", "BintrayPush.Storage"],
        ["BintrayPush.Formats"] = ["BintrayPush.Api"],
        ["BintrayPush.Signing"] = ["BintrayPush.Api"],
        ["BintrayPush.Packages"] = ["BintrayPush.Api", "BintrayPush.Formats"],
        ["BintrayPush.Feed"] = ["BintrayPush.Api", "BintrayPush.Formats"],
        ["BintrayPush.Server"] =
        [
            "BintrayPush.Api", "BintrayPush.Feed", "BintrayPush.Formats", "BintrayPush.Packages", "BintrayPush.Signing",
            "BintrayPush.Storage", "BintrayPush.Storage.Azure", "BintrayPush.Storage.Buckets", "BintrayPush.Storage.S3",
        ],
        ["BintrayPush.Build"] = ["BintrayPush", "BintrayPush.Api", "BintrayPush.Places"],
        ["BintrayPush.Cli"] =
        [
            "BintrayPush", "BintrayPush.Api", "BintrayPush.Feed", "BintrayPush.Formats", "BintrayPush.Places", "BintrayPush.Signing",
            "BintrayPush.Storage", "BintrayPush.Storage.S3",
        ],
    };

    public static IEnumerable<object[]> Projects => SourceTree.Files("src", "*.csproj")
        .Select(file => new object[] { Path.GetFileNameWithoutExtension(file), file });

    [TestMethod]
    [DynamicData(nameof(Projects))]
    public void A_project_uses_only_what_the_design_lets_it_use(string project, string file)
    {
        Assert.IsTrue(Allowed.ContainsKey(project), $"{project} has no place in the design.");
        // What a package ships beside it is not used by its code.
        var used = XDocument.Load(file).Descendants("ProjectReference")
            .Where(reference => reference.Attribute("ReferenceOutputAssembly")?.Value != "false")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

        Assert.IsEmpty(used.Except(Allowed[project]));
    }

    [TestMethod]
    [DynamicData(nameof(Projects))]
    public void What_draws_on_a_terminal_is_used_by_the_command_line_alone(string project, string file)
    {
        var draws = XDocument.Load(file).Descendants("PackageReference")
            .Any(reference => reference.Attribute("Include")!.Value.StartsWith("Spectre.", StringComparison.Ordinal));

        Assert.AreEqual(project == "BintrayPush.Cli", draws);
    }
}
