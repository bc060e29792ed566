using System.Text.RegularExpressions;

namespace BintrayPush.Tests.House;

/// <summary>
/// A folder is a namespace, and arrows go down the page: a room may use those below it and no other. A new room, or an arrow that points
/// upward, is a decision, made here first.
/// </summary>
[TestClass]
public sealed class RoomsTests
{
    /// <summary>The rooms of each project, from who uses to who is used. The empty name is the project's own folder.</summary>
    private static readonly Dictionary<string, string[]> Rooms = new()
    {
        ["BintrayPush.Storage"] =
        [
            "", "Copying", "Maintenance", "Signatures", "Metadata", "Files", "Archives", "Publishing", "Catalog", "View", "Formats/Debian",
            "Changes", "Statistics", "Records", "Folder", "Store", "Naming",
        ],
        ["BintrayPush.Storage.Azure"] =
        [
            "",
        ],
        ["BintrayPush.Storage.Buckets"] =
        [
            "", "Caching",
        ],
        ["BintrayPush.Storage.S3"] =
        [
            "",
        ],
        ["BintrayPush.Formats"] =
        [
            "NuGet", "Zip", "Debian", "Versions",
        ],
        ["BintrayPush.Packages"] =
        [
            "",
        ],
        ["BintrayPush.Feed"] =
        [
            "StaticFeeds", "Documents", "Model", "Queries",
        ],
        ["BintrayPush.Server"] =
        [
            "", "Commands", "Hosting", "Pages", "Retention", "Rehearsal", "SignIn", "Staging", "Feed", "Search", "Feed/Index", "Products",
            "Webhooks",
            "Downloads", "Uploads", "Archives", "Formats", "Files", "Statistics", "Catalog", "Accounts", "Access", "Metrics", "Http", "Users",
            "Records", "Store", "Settings", "Configuration",
        ],
        ["BintrayPush.Api"] =
        [
            "Http", "Http/Transfer", "Http/SignIn", "Http/Connection", "Http/Secrets", "Wire", "Service", "Model", "Names", "Content",
            "Failures",
        ],
        ["BintrayPush"] =
        [
            "Background", "Push", "Push/Steps", "Verify", "Transfer", "Report", "Compare", "Retry", "Destinations", "Guards", "Planning",
            "Descriptors", "Selection", "Artifacts", "Versions", "Messages",
        ],
        ["BintrayPush.Places"] =
        [
            "",
        ],
        ["BintrayPush.Build"] =
        [
            "", "Programs", "Releases", "Publishing", "Packages", "Settings", "Tasks",
        ],
        ["BintrayPush.Signing"] =
        [
            "Keys", "OpenPgp",
        ],
        ["BintrayPush.Cli"] =
        [
            "", "Commands", "Options", "Jobs", "Notifications", "Places", "Feeds", "Output", "Messages",
        ],
    };

    public TestContext TestContext { get; set; } = null!;

    public static IEnumerable<object[]> Projects => Rooms.Keys.Select(project => new object[] { project });

    [TestMethod]
    public void Every_project_has_its_rooms_here() => CollectionAssert.AreEquivalent(
        SourceTree.Files("src", "*.csproj").Select(Path.GetFileNameWithoutExtension).ToArray(), Rooms.Keys.ToArray());

    [TestMethod]
    [DynamicData(nameof(Projects))]
    public void A_folder_is_a_room_and_a_room_is_a_namespace(string project)
    {
        foreach (var source in SourcesOf(project))
        {
            CollectionAssert.Contains(Rooms[project], source.Room, $"{source.File} lies in a room that the table does not know.");
            if (source.Namespace is { } name && name.StartsWith("BintrayPush", StringComparison.Ordinal))
            {
                Assert.AreEqual(NamespaceOf(project, source.Room), name, source.File);
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Projects))]
    public void Arrows_go_down_the_page(string project)
    {
        var sources = SourcesOf(project).ToList();
        var order = Rooms[project].ToList();
        var arrows = new SortedSet<string>(StringComparer.Ordinal);
        var upward = new List<string>();
        foreach (var source in sources)
        {
            foreach (var used in UsedBy(source, sources, project).Distinct().Where(used => used != source.Room))
            {
                arrows.Add($"{Shown(source.Room)} -> {Shown(used)}");
                if (order.IndexOf(used) < order.IndexOf(source.Room))
                {
                    upward.Add($"{source.File} uses {Shown(used)}, which is above it");
                }
            }
        }

        TestContext.WriteLine(string.Join(Environment.NewLine, arrows));
        Assert.IsEmpty(upward, string.Join(Environment.NewLine, upward));
    }

    private static string Shown(string room) => room.Length == 0 ? "(top)" : room;

    private static string NamespaceOf(string project, string room) => room.Length == 0 ? project : $"{project}.{room.Replace('/', '.')}";

    /// <summary>The rooms that a file names in its usings, and those around its own whose types it mentions: these need no using.</summary>
    private static IEnumerable<string> UsedBy(Source source, IReadOnlyList<Source> all, string project)
    {
        foreach (var room in Rooms[project])
        {
            var name = Regex.Escape(NamespaceOf(project, room));
            if (Regex.IsMatch(source.Text, $@"^using (static {name}\.\w+|{name});", RegexOptions.Multiline))
            {
                yield return room;
            }

            if (room != source.Room && (room.Length == 0 || source.Room.StartsWith($"{room}/", StringComparison.Ordinal)))
            {
                var types = all.Where(other => other.Room == room).Select(other => Path.GetFileNameWithoutExtension(other.File).Split('.')[0]);
                if (types.Distinct().Any(type => Regex.IsMatch(source.Code, $@"(?<![\w.])(new {type}\(|{type}[.<]|{type} \w)")))
                {
                    yield return room;
                }
            }
        }
    }

    private static IEnumerable<Source> SourcesOf(string project)
    {
        var folder = Path.Combine(SourceTree.Root, "src", project);
        foreach (var file in SourceTree.Files(Path.Combine("src", project), "*.cs"))
        {
            var text = File.ReadAllText(file);
            var room = Path.GetDirectoryName(file)!.Substring(folder.Length).Trim(Path.DirectorySeparatorChar).Replace(Path.DirectorySeparatorChar, '/');
            yield return new Source(file, room, NamespaceLine.Match(text) is { Success: true } line ? line.Groups[1].Value : null, text);
        }
    }

    private static readonly Regex NamespaceLine = new(@"^namespace ([\w.]+);", RegexOptions.Multiline);

    private sealed record Source(string File, string Room, string? Namespace, string Text)
    {
        /// <summary>Without comments and texts.</summary>
        public string Code { get; } = Regex.Replace(Regex.Replace(Text, @"//[^\n]*", ""), @"""(\\.|[^""\\\n])*""", "\"\"");
    }
}
