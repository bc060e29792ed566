using System.Reflection;
using System.Text.RegularExpressions;
using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd;

/// <summary>The pages of docs: what they print as a command is run as it is printed.</summary>
[TestClass]
public sealed class DocumentationTests : PageScenario
{
    private static readonly string[] Languages = ["sh", "text", "xml", "json", "yaml"];
    private static readonly Regex Started = new(@"^(dotnet|bintray|bintray-server|curl|git|export|source|bench/\S+) ");

    [TestMethod]
    [TestProperty(PageProperty, "docs/properties.md")]
    public void Every_example_of_the_property_page_works()
    {
        var page = Page.Read("docs/properties.md");
        var examples = page.Blocks.Where(block => block.Language == "xml").Select(block => block.Text);
        var project = Project("<TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType><PackageId>Acme</PackageId>");
        Write("project/Acme.csproj", project.Replace("</Project>", string.Concat(examples) + "</Project>", StringComparison.Ordinal));
        Write("project/Program.cs", "System.Console.WriteLine(1);");
        Write("project/docs/deep/a.txt", "a");
        Write("project/notes.txt", "notes");
        Write("project/CHANGELOG.md", "## 1.0.0\n\nFirst.\n");
        Write("nuget.config", File.ReadAllText(Path.Combine(Machine.Root, "nuget.config")));

        Shell(page)
            .Run("Targets", At("project")).Run("When", At("project")).Run("How", At("project")).Run("What comes back", At("project"))
            .Run("Changelogs", At("project")).Run("Checksums", At("project"))
            .Ends(Folder, NextLog());

        CollectionAssert.AreEqual(
            new[]
            {
                "Acme-1.0.0.zip", "Acme.1.0.0.nupkg", "Acme/1.0.0/SHA256SUMS", "docs/1.0.0/deep/a.txt", "notes/1.0.0/SHA256SUMS",
                "notes/1.0.0/notes.txt",
            },
            AllInHome("acme/tools"));
        CollectionAssert.AreEqual(new[] { "manual/1.0.0/notes.txt" }, AllInHome("acme/manuals"));
    }

    [TestMethod]
    [TestProperty(PageProperty, "docs/cli.md")]
    public void Every_command_of_the_page_of_the_command_line_works_as_printed()
    {
        // Built with these tests, and packed under a version that is in nobody's cache.
        Command.Dotnet(
            NextLog(), Machine.Sources, [],
            "pack", "src/BintrayPush.Cli", "--no-build", "-c", Machine.Configuration, "-o", At("work", "packages"),
            $"-p:PackageVersion={Machine.ReleaseVersion}").Succeeds();

        ThePageOfTheCommandLineWorks();
    }

    [TestMethod]
    public void Every_command_of_the_page_of_the_command_line_works_as_printed_with_the_native_program()
    {
        Directory.CreateDirectory(At("work", "packages"));
        foreach (var package in Directory.GetFiles(ToolPackages.Feed(), "*.nupkg"))
        {
            File.Copy(package, At("work", "packages", Path.GetFileName(package)));
        }

        ThePageOfTheCommandLineWorks();

        var program = Directory.GetFiles(Path.Combine(Reader, ".dotnet", "tools"), "bintray").Single();
        Assert.Contains(ToolPackages.Native, new FileInfo(program).LinkTarget!, StringComparison.OrdinalIgnoreCase);
    }

    [TestMethod]
    [TestProperty(PageProperty, "docs/background.md")]
    public void Every_command_of_the_page_of_pushes_in_the_background_works_as_printed()
    {
        Install("bintray", Path.Combine(Machine.Unpacked, "tools", "bintray", "bintray.dll"));
        Write("Acme/Acme.csproj", Project("<TargetFramework>net10.0</TargetFramework>"));
        Write("Acme/Class.cs", "namespace Acme; public static class Class;");
        Write("nuget.config", File.ReadAllText(Path.Combine(Machine.Root, "nuget.config")));

        var said = Shell(Page.Read("docs/background.md"))
            .Run("Push in the background", At("Acme")).Run("Jobs", At("Acme"))
            .Ends(Folder, NextLog());

        said.Says("pushed in the background by the job ").Says("1 uploaded").Says("  done  ").Says("--- attempt 1");
        CollectionAssert.AreEqual(new[] { "Acme.1.0.0.nupkg" }, AllInHome());
    }

    [TestMethod]
    [TestProperty(PageProperty, "docs/release-projects.md")]
    public void Every_command_of_the_page_of_release_projects_works_as_printed()
    {
        var page = Page.Read("docs/release-projects.md");
        Server.Ask("POST", "repos/acme/release-page", "{}");
        Write("nuget.config", File.ReadAllText(Path.Combine(Machine.Root, "nuget.config")));
        Write("release/Directory.Build.props", "<Project><PropertyGroup><Version>1.0.0</Version></PropertyGroup></Project>");
        Write("release/manual.txt", "manual");
        foreach (var (name, property) in new[] { ("Acme", ""), ("Acme.Json", ""), ("Acme.Tests", "<IsTestProject>true</IsTestProject>") })
        {
            Write($"release/{name}/{name}.csproj", $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup><TargetFramework>net10.0</TargetFramework>{property}</PropertyGroup>
                </Project>
                """);
        }

        Write("release/Acme.slnx", """
            <Solution>
              <Project Path="Acme/Acme.csproj" /><Project Path="Acme.Json/Acme.Json.csproj" /><Project Path="Acme.Tests/Acme.Tests.csproj" />
            </Solution>
            """);
        Write("release/release.proj", page.Take("Release projects", "xml").Single().Text
            .Replace("BintrayPush.Build/1.0.0", $"BintrayPush.Build/{Machine.Version}", StringComparison.Ordinal));

        var said = Shell(page)
            .Replacing("BINTRAY_USER=joe BINTRAY_API_KEY=...", $"BINTRAY_USER={ServerUsers.Admin} BINTRAY_API_KEY={Server.Key}")
            .Replacing("https://bintray.example", Server.Url).Replacing("acme/nuget", "acme/release-page")
            .Run("Release projects", At("release")).Run("On a build server", At("release"))
            .Ends(Folder, NextLog());

        foreach (var line in page.Take("Release projects", "text").Single().Text.Split('\n'))
        {
            // Any size and any time.
            var fixedParts = Regex.Replace(line.Trim().Replace("/home/joe", Reader, StringComparison.Ordinal), @"\([^)]*\)|[\d.]+ (KB|s)\b", "\0");
            var measured = Regex.Escape(fixedParts).Replace("\0", ".*?", StringComparison.Ordinal);
            StringAssert.Matches(said.Output, new(measured));
        }

        CollectionAssert.AreEqual(
            new[] { "Acme.1.0.0.nupkg", "Acme.Json.1.0.0.nupkg", "manuals/1.0.0/manual.txt" }, AllInHome());
        Assert.IsNotNull(Server.Download("release-page", "Acme.Json.1.0.0.nupkg"));
    }

    [TestMethod]
    [TestProperty(PageProperty, "docs/legs.md")]
    public void Every_command_of_the_page_of_releases_from_several_machines_works_as_printed()
    {
        var page = Page.Read("docs/legs.md");
        Install("bintray", Path.Combine(Machine.Unpacked, "tools", "bintray", "bintray.dll"));
        Write("work/win/tool.exe", "win");
        Write("work/linux/tool", "linux");
        Write("nuget.config", File.ReadAllText(Path.Combine(Machine.Root, "nuget.config")));
        // This machine has what the SDK needs to pack for itself and for any.
        var tool = page.Take("A tool for each runtime", "xml").Single().Text.Replace("win-x64;linux-x64;osx-arm64", "any;linux-x64", StringComparison.Ordinal);
        Write("Acme/Acme.csproj", Project("<TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType>")
            .Replace("</Project>", tool + "</Project>", StringComparison.Ordinal));
        Write("Acme/Program.cs", "System.Console.WriteLine(1);");

        var said = Shell(page)
            .Run("A release from several machines", At("work")).Run("A tool for each runtime", At("Acme"))
            .Ends(Folder, NextLog());

        said.Says("local/17  open     just begun  legs linux, win").Says("Release local/17 is published: 2 files became public")
            .Says("Leg pointer of release 18 is staged, and not public").Says("Release local/18 is published: 2 files became public")
            .DoesNotSay("BTP1067");
        CollectionAssert.AreEqual(
            new[] { "Acme.1.0.0.nupkg", "Acme.linux-x64.1.0.0.nupkg", "tool/1.0.0/tool", "tool/1.0.0/tool.exe" }, AllInHome());
    }

    [TestMethod]
    [TestProperty(PageProperty, "docs/signing.md")]
    public void Every_command_of_the_page_of_signing_works_as_printed()
    {
        _ = Tool.GnuPG.File();
        Install("bintray", Path.Combine(Machine.Unpacked, "tools", "bintray", "bintray.dll"));
        var page = Page.Read("docs/signing.md");

        var said = Shell(page).Run("Keys", Folder).Run("Signing a push", Folder).Ends(Folder, NextLog());

        said.Says("local: ").Says("signatures: 1 good, by what was given").Says("Good signature from \"Acme <releases@example.org>\"");
        CollectionAssert.AreEqual(new[] { "hello.txt", "hello.txt.asc" }, AllInHome());
    }

    [TestMethod]
    public void The_recipes_for_several_machines_stage_and_seal_the_same_legs_and_take_the_key_from_secrets()
    {
        var recipes = Page.Read("docs/legs.md").Take("A tool for each runtime", "yaml");

        Assert.HasCount(3, recipes);
        foreach (var recipe in recipes)
        {
            var staged = Regex.Matches(recipe.Text, @"(?i)\bleg: (?<leg>[\w-]+)").Select(match => match.Groups["leg"].Value);
            var expected = Regex.Match(recipe.Text, "--legs (?<legs>[^ ]+)").Groups["legs"].Value.Split(',');
            CollectionAssert.AreEquivalent(expected, staged.Where(leg => expected.Contains(leg)).ToArray(), recipe.Text);
            Assert.Contains("-t:PushToBintray ", recipe.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("BINTRAY_API_KEY=", recipe.Text);
        }
    }

    [TestMethod]
    public void The_recipes_for_build_servers_run_the_command_that_is_run_here_and_take_the_key_from_secrets()
    {
        var page = Page.Read("docs/release-projects.md");
        var command = page.Take("On a build server", "sh").Single().Commands.Single(line => line.StartsWith("dotnet ", StringComparison.Ordinal));
        var recipes = page.Take("On a build server", "yaml");

        Assert.HasCount(3, recipes);
        foreach (var recipe in recipes)
        {
            StringAssert.Contains(recipe.Text, $"{command}\n");
            StringAssert.Contains(recipe.Text, "obj/release/Release/bintray/receipt.json");
            Assert.DoesNotContain("BINTRAY_API_KEY=", recipe.Text);
        }
    }

    [TestMethod]
    [TestProperty(PageProperty, "docs/server.md")]
    public void Every_command_of_the_page_of_the_server_works_as_printed()
    {
        _ = (Tool.Curl.File(), Tool.OpenSsl.File());
        var page = Page.Read("docs/server.md");
        Install("bintray-server", ServerProgram.File);
        Write("work/lib.zip", "lib");
        Write("work/out/lib/1.1/small.txt", "small");
        Write("work/tls.json", page.Take("TLS", "json").Single().Text.Replace(":8443", ":0", StringComparison.Ordinal));

        var work = At("work");
        Shell(page)
            .Replacing("http://127.0.0.1:8081", "$server")
            .Replacing("https://localhost:8443", "https://localhost:${server##*:}")
            .Replacing("key=...", "key=$key")
            .Serving("bintray-server --data")
            .Run("Start", work, input: "").Run("Settings", work).Run("Users and roles", work).Run("Keys", work).Run("Sign in without keys", work)
            .Run("TLS", work).Run("Checking", work).Run("Backups", work)
            .Ends(Folder, NextLog());

        Assert.AreEqual("lib", File.ReadAllText(At("work", "backup", "dl", "acme", "tools", "lib", "1.0", "lib.zip")));
        Assert.AreEqual("small", File.ReadAllText(At("work", "backup", "dl", "acme", "tools", "lib", "1.1", "small.txt")));
        CollectionAssert.AreEqual(
            new[] { "ann.json", "joe.json" },
            Directory.GetFiles(At("work", "data", "user"), "*.json").Select(Path.GetFileName).Order().ToArray());
    }

    [TestMethod]
    [TestProperty(PageProperty, "docs/rehearsal.md")]
    public void Every_command_of_the_page_of_the_rehearsal_works_as_printed()
    {
        _ = Tool.Curl.File();
        Install("bintray-server", ServerProgram.File);
        var page = Page.Read("docs/rehearsal.md");
        Write("work/faults.json", page.Take("Start", "json").Single().Text);

        var said = Shell(page)
            .Replacing("http://127.0.0.1:8081", "$server")
            .Serving("bintray-server --data")
            .Run("Start", At("work"))
            .Ends(Folder, NextLog());

        said.Says("X-Bintray-Rehearsal: on");
    }

    [TestMethod]
    [TestProperty(PageProperty, "docs/debian.md")]
    public void Every_command_of_the_page_of_Debian_repositories_works_as_printed()
    {
        _ = Tool.Curl.File();
        Install("bintray-server", ServerProgram.File);
        var work = At("work");
        Write(
            "hello/DEBIAN/control",
            "Package: hello\nVersion: 1.0\nArchitecture: amd64\nMaintainer: A <a@example.org>\nDescription: says hello\n");
        Directory.CreateDirectory(work);
        Run(Tool.DebianPackages, "--build", At("hello"), At("work", "hello_1.0_amd64.deb")).Succeeds();
        Install("bintray", Path.Combine(Machine.Unpacked, "tools", "bintray", "bintray.dll"));
        var page = Page.Read("docs/debian.md");
        Write("work/hello-bintray-info.json", page.Take("By the command line", "json").Single().Text);
        Directory.CreateDirectory(At("work", "debs"));
        File.Copy(At("work", "hello_1.0_amd64.deb"), At("work", "debs", "hello_1.0_amd64.deb"));

        var said = Shell(page)
            .Replacing("http://127.0.0.1:8081", "$server")
            .Replacing("key=...", "key=$key")
            .Serving("bintray-server --data")
            .Run("A repository", work).Run("By the command line", work).Run("Making an index anew", work)
            .Ends(Folder, NextLog());

        said.Says("-----BEGIN PGP SIGNED MESSAGE-----").Says("The index of 'acme/deb' says what is published.");
        Assert.Contains("-----BEGIN PGP SIGNATURE-----", File.ReadAllText(InHome("dists/stable/InRelease", "local/deb")));
    }

    [TestMethod]
    [TestProperty(PageProperty, "docs/nuget.md")]
    public void Every_command_of_the_page_of_feeds_works_as_printed()
    {
        _ = Tool.Curl.File();
        Install("bintray-server", ServerProgram.File);
        var work = At("work");
        Write("lib/lib.csproj", """
            <Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework><PackageId>Acme.Lib</PackageId>
            </PropertyGroup></Project>
            """);
        Dotnet("pack", "lib", "-o", work).Succeeds();
        Install("bintray", Path.Combine(Machine.Unpacked, "tools", "bintray", "bintray.dll"));
        Write("work/Acme/Acme.csproj", Project("<TargetFramework>net10.0</TargetFramework>"));
        Write("nuget.config", File.ReadAllText(Path.Combine(Machine.Root, "nuget.config")));

        var said = Shell(Page.Read("docs/nuget.md"))
            .Replacing("http://127.0.0.1:8081", "$server")
            .Replacing("key=...", "key=$key")
            .Serving("bintray-server --data")
            .Run("A feed", work).Run("Without a server: plain files", work).Run("With each push", work)
            .Ends(Folder, NextLog());

        said.Says("Your package was pushed.").Says("\"totalHits\":1").Says("1 package of 1 id");
        Assert.IsTrue(File.Exists(Path.Combine(work, "data", "dl", "acme", "nuget", "v3", "index.json")));
        said.Says("feed https://packages.example.com/local/nuget/v3/index.json: 2 packages");
    }

    [TestMethod]
    [TestProperty(PageProperty, "docs/operating.md")]
    public void Every_command_of_the_page_for_operators_works_as_printed()
    {
        Install("bintray-server", ServerProgram.File);
        var work = At("work");
        Directory.CreateDirectory(work);
        var bintray = Path.Combine("bin", "bintray-server");
        Command.Run(NextLog(), work, Environment, At(bintray), "user", "add", "joe", "--data", "data", "--role", "acme=admin").Succeeds();
        Write("work/data/tmp/cut-off", "half of an upload");

        var said = Shell(Page.Read("docs/operating.md"))
            .Replacing("http://127.0.0.1:8081", "$server")
            .Serving("bintray-server --data")
            .Run("Sweep", work).Run("Check", work).Run("Back up", work).Run("Restore", work)
            .Ends(Folder, NextLog());

        said.Says("1 object (17 B) would be deleted").Says("1 object (17 B) deleted");
        Assert.IsFalse(File.Exists(At("work", "data.old", "tmp", "cut-off")));
        Assert.IsTrue(File.Exists(At("work", "data", "user", "joe.json")));
    }

    [TestMethod]
    [TestProperty(PageProperty, "docs/store.md")]
    public void Every_command_of_the_page_of_the_store_works_as_printed()
    {
        Directory.CreateDirectory(At("work", "data"));

        Shell(Page.Read("docs/store.md")).Replacing("chgrp team ", "chgrp \"$(id -gn)\" ")
            .Run("Accounts and permissions", At("work")).Ends(Folder, NextLog());

        if (!OperatingSystem.IsWindows())
        {
            Assert.IsTrue(File.GetUnixFileMode(At("work", "data")).HasFlag(UnixFileMode.SetGroup | UnixFileMode.GroupWrite));
        }
    }

    [TestMethod]
    public void Every_page_with_a_command_is_run_by_a_test()
    {
        var run = typeof(DocumentationTests).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetCustomAttributes<TestPropertyAttribute>())
            .Where(property => property.Name == PageProperty).Select(property => property.Value).Order(StringComparer.Ordinal).ToArray();
        var pages = Page.Names.Select(Page.Read)
            .Where(page => page.Blocks.Any(
                block => block.Language == "sh" && !block.Commands.All(command => UnrunCommands.Hold(page.Name, command))))
            .Select(page => page.Name).Order(StringComparer.Ordinal).ToArray();

        CollectionAssert.AreEqual(pages, run);
    }

    [TestMethod]
    public void What_is_not_run_is_printed_on_its_page_and_has_a_reason()
    {
        foreach (var (name, command, reason) in UnrunCommands.All)
        {
            var printed = Page.Read(name).Blocks.Where(block => block.Language == "sh").SelectMany(block => block.Commands);
            Assert.AreEqual(1, printed.Count(line => line == command), $"{name} prints \"{command}\"");
            Assert.IsGreaterThan(20, reason.Length, command);
            TestContext.WriteLine($"{name}: not run: {command}\n    It {reason}.");
            var program = Path.Combine(Machine.Sources, command.Split(' ')[0]);
            Assert.IsTrue(!command.StartsWith("bench/", StringComparison.Ordinal) || File.Exists(program), $"{program} is not there.");
        }
    }

    [TestMethod]
    public void Every_block_says_what_it_is_and_no_command_hides_in_one_that_is_not_run()
    {
        foreach (var page in Page.Names.Select(Page.Read))
        {
            foreach (var block in page.Blocks)
            {
                Assert.Contains(block.Language, Languages, $"{page.Name}({block.Line})");
                foreach (var line in block.Language == "text" ? block.Text.Split('\n') : [])
                {
                    // The form of a command has parts in brackets; what has none could be run.
                    Assert.IsTrue(
                        !Started.IsMatch(line) || line.Contains('[', StringComparison.Ordinal),
                        $"{page.Name}({block.Line}): \"{line}\" is a command.");
                }
            }
        }
    }

    private void ThePageOfTheCommandLineWorks()
    {
        Dotnet("nuget", "add", "source", At("work", "packages")).Succeeds();
        Write("work/out/acme.zip", "acme");

        var work = At("work");
        var said = Shell(Page.Read("docs/cli.md"))
            .Replacing("https://bintray.example", Server.Url)
            .Run("bintray", work).Run("bintray push", work).Run("Notifications", work).Run("bintray jobs", work).Run("bintray verify", work).Run("bintray publish, bintray discard", work).Run("bintray release", work).Run("bintray stage, bintray promote", work)
            .Run("bintray show", work).Run("bintray search", work).Run("bintray get", work).Run("bintray delete", work).Run("bintray sweep", work).Run("bintray feed", work)
            .Run("bintray login", work, input: Server.Key)
            .Run("bintray logout", work).Run("bintray explain", work).Run("bintray completion", work)
            .Ends(Folder, NextLog());

        said.Says("bintray -> ");
        CollectionAssert.AreEqual(
            new[] { "acme/1.0.0/acme.zip", "acme/1.3.0/acme.zip", "acme/1.4.0/acme.zip" },
            AllInHome().Where(path => path.StartsWith("acme/", StringComparison.Ordinal)).ToArray());
        Assert.Contains($"BintrayPush.Cli.{Machine.ReleaseVersion}.nupkg", AllInHome());
        Assert.AreEqual("acme", File.ReadAllText(At("work", "downloads", "acme.zip")));
        Assert.AreEqual("acme", File.ReadAllText(At("work", "acme.zip")));
    }
}
