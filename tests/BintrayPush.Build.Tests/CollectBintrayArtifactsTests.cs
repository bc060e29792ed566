namespace BintrayPush.Build.Tests;

/// <summary>What Pack predicts against what is there.</summary>
[TestClass]
public sealed class CollectBintrayArtifactsTests : TaskTest
{
    [TestMethod]
    public void Packages_and_symbols_are_collected_and_nothing_else()
    {
        var task = Collect(
            Item(WritePackage("Acme", "1.0.0")),
            Item(WritePackage("Acme", "1.0.0", "Acme.1.0.0.snupkg")),
            Item(Write("Acme.1.0.0.nuspec")));
        Succeeds(task);
        CollectionAssert.AreEqual(
            new[] { "Acme.1.0.0.nupkg", "Acme.1.0.0.snupkg" }, task.Artifacts.Select(item => Path.GetFileName(item.ItemSpec)).ToArray());
        Assert.AreEqual("Acme", task.DefaultPackage);
        Assert.AreEqual("1.0.0", task.DefaultVersion);

        task.IncludeSymbols = "false";
        Succeeds(task);
        Assert.HasCount(1, task.Artifacts);
    }

    [TestMethod]
    [DataRow("1.2", "1.2.0")]
    [DataRow("1.2.3.0", "1.2.3")]
    [DataRow("1.2.3-rc.1+sha.5", "1.2.3-rc.1")]
    [DataRow("not a version", "not a version")]
    public void The_version_is_normalised_as_NuGet_does(string given, string normalised)
    {
        var task = Collect();
        task.PackageVersion = given;
        Succeeds(task);
        Assert.AreEqual(normalised, task.DefaultVersion);
    }

    [TestMethod]
    public void A_predicted_file_that_is_not_there_is_an_error_that_names_it()
    {
        FailsWith(Collect(Item(Path.Combine(Folder, "Acme.1.0.0.nupkg"))), "BTP1011");
        Assert.AreEqual(Path.Combine(Folder, "Acme.1.0.0.nupkg"), Engine.Errors[0].File);
    }

    [TestMethod]
    public void A_file_that_is_no_package_is_an_error() => FailsWith(Collect(Item(Write("Acme.1.0.0.nupkg"))), "BTP1011");

    [TestMethod]
    public void A_package_that_says_something_else_of_itself_than_the_project_is_an_error()
    {
        FailsWith(Collect(Item(WritePackage("Acme", "2.0.0", "Acme.1.0.0.nupkg"))), "BTP1012");
        StringAssert.Contains(Engine.Everything, "says that it is Acme 2.0.0, but the project says Acme 1.0.0");
    }

    [TestMethod]
    public void The_packages_of_a_tools_runtimes_belong_to_the_tool()
    {
        var task = Collect(Item(WritePackage("Acme", "1.0.0")), Item(WritePackage("Acme.linux-x64", "1.0.0")));
        task.IsToolForRuntimes = "true";
        Succeeds(task);
        Assert.AreEqual("Acme", task.DefaultPackage);

        // Packed for one runtime alone, the SDK has appended it to the id.
        task = Collect(Item(Path.Combine(Folder, "Acme.linux-x64.1.0.0.nupkg")));
        task.IsToolForRuntimes = "true";
        task.PackageId = "Acme.linux-x64";
        task.RuntimeIdentifier = "linux-x64";
        Succeeds(task);
        Assert.AreEqual("Acme", task.DefaultPackage);
    }

    [TestMethod]
    public void A_tool_without_the_packages_that_it_points_to_is_warned_of()
    {
        var tool = WritePackage("Acme", "1.0.0");
        using (var package = System.IO.Compression.ZipFile.Open(tool, System.IO.Compression.ZipArchiveMode.Update))
        {
            using var settings = new StreamWriter(package.CreateEntry("tools/any/any/DotnetToolSettings.xml").Open());
            settings.Write("""
                <DotNetCliTool Version="2"><RuntimeIdentifierPackages>
                  <RuntimeIdentifierPackage RuntimeIdentifier="linux-x64" Id="Acme.linux-x64" />
                  <RuntimeIdentifierPackage RuntimeIdentifier="win-x64" Id="Acme.win-x64" />
                </RuntimeIdentifierPackages></DotNetCliTool>
                """);
        }

        var task = Collect(Item(tool), Item(WritePackage("Acme.linux-x64", "1.0.0")));
        task.IsToolForRuntimes = "true";
        Succeeds(task);
        Assert.AreEqual("BTP1067", Engine.Warnings.Single().Code);
        StringAssert.Contains(Engine.Warnings[0].Message, "does not hold: Acme.win-x64.");
    }

    [TestMethod]
    public void A_nuspec_decides_and_its_tokens_are_replaced()
    {
        WritePackage("Other", "3.0.0");
        Write("some.nuspec", "<package><metadata><id>$id$</id><version>$V$</version></metadata></package>");
        var task = Collect(Item(Path.Combine(Folder, "Acme.1.0.0.nupkg")));
        task.NuspecFile = "some.nuspec";
        task.NuspecProperties = "id=Other;v=3.0.0";
        Succeeds(task);
        Assert.AreEqual("Other", task.DefaultPackage);
        Assert.AreEqual("3.0.0", task.DefaultVersion);
        Assert.AreEqual(Path.Combine(Folder, "Other.3.0.0.nupkg"), task.Artifacts.Single().ItemSpec);
    }

    [TestMethod]
    public void A_token_without_a_value_is_empty_and_a_version_property_beats_the_nuspec_as_for_NuGet()
    {
        WritePackage("Acme", "3.0.0");
        Write("some.nuspec", "<package><metadata><id> Acme$suffix$ </id><version>1.0.0</version></metadata></package>");
        var task = Collect(Item(Path.Combine(Folder, "Acme.1.0.0.nupkg")));
        task.NuspecFile = "some.nuspec";
        task.NuspecProperties = "version=3.0.0";
        Succeeds(task);
        Assert.AreEqual("Acme", task.DefaultPackage);
        Assert.AreEqual("3.0.0", task.DefaultVersion);
    }

    [TestMethod]
    public void What_the_packed_nuspec_says_is_what_the_package_says_of_itself()
    {
        var task = Collect(Item(WritePackage("Acme", "1.0.0", metadata: """
            <description>
              Does things.
            </description>
            <tags>one  two
              three,four</tags>
            <license type="expression">(MIT OR Apache-2.0 WITH LLVM-exception) AND MIT</license>
            <projectUrl> https://example.org </projectUrl>
            <repository type="git" url="https://example.org/acme.git" branch="refs/tags/v1.0.0" />
            <releaseNotes>Faster. </releaseNotes>
            <readme>docs\README.md</readme>
            """, readme: "# Acme")));
        task.Description = "of the project";
        task.PackageReleaseNotes = "of the project";
        Succeeds(task);

        Assert.AreEqual("Does things.", task.DefaultDescription);
        Assert.AreEqual("one;two;three;four", task.DefaultLabels);
        Assert.AreEqual("MIT;Apache-2.0", task.DefaultLicenses);
        Assert.AreEqual("https://example.org", task.DefaultWebsiteUrl);
        Assert.AreEqual("https://example.org/acme.git", task.DefaultVcsUrl);
        Assert.AreEqual("v1.0.0", task.DefaultVcsTag);
        Assert.AreEqual("Faster.", task.DefaultReleaseNotes);
        Assert.AreEqual("# Acme", File.ReadAllText(task.DefaultReadmeFile!));
    }

    [TestMethod]
    public void Without_a_package_the_project_says_it()
    {
        var task = Collect();
        task.Description = " Does things. ";
        task.PackageTags = " one\ttwo;three\n four ";
        task.PackageLicenseExpression = "MIT OR Apache-2.0";
        task.RepositoryBranch = "refs/heads/main";
        Succeeds(task);

        Assert.AreEqual("Does things.", task.DefaultDescription);
        Assert.AreEqual("one;two;three;four", task.DefaultLabels);
        Assert.AreEqual("MIT;Apache-2.0", task.DefaultLicenses);
        Assert.IsNull(task.DefaultVcsTag);
        Assert.IsNull(task.DefaultReadmeFile);
    }

    [TestMethod]
    public void What_the_build_makes_gets_package_version_and_framework_into_its_path()
    {
        var task = Collect();
        task.BuildOutput = [Item(Write("bin/Acme.dll"), ("Place", "net10.0/Acme.dll"))];
        Succeeds(task);
        Assert.AreEqual("Acme/1.0.0/net10.0/Acme.dll", task.Artifacts.Single().GetMetadata("BintrayPath"));
    }

    [TestMethod]
    public void A_nuspec_that_cannot_be_read_is_an_error()
    {
        Write("broken.nuspec", "<package><metadata/></package>");
        var task = Collect();
        task.NuspecFile = "broken.nuspec";
        FailsWith(task, "BTP1012");
    }

    [TestMethod]
    public void The_projects_item_takes_the_place_of_the_collected_file_and_further_items_send_it_to_further_places()
    {
        var file = WritePackage("Acme", "1.0.0");
        var task = Collect(Item(file));
        task.Items = [
            Item(Path.Combine(Folder, "sub", "..", "Acme.1.0.0.nupkg"), ("BintrayPath", "x.nupkg")),
            Item(file, ("BintrayPath", "latest/x.nupkg"))
        ];
        Succeeds(task);
        CollectionAssert.AreEqual(
            new[] { "x.nupkg", "latest/x.nupkg" }, task.Artifacts.Select(item => item.GetMetadata("BintrayPath")).ToArray());
    }

    [TestMethod]
    public void A_file_name_with_percent_signs_stays_as_it_is()
    {
        var file = WritePackage("Acme", "1.0.0", "Acme.1.0.0%41.nupkg");
        var task = Collect(Item(file.Replace("%", "%25", StringComparison.Ordinal)));
        Succeeds(task);
        Assert.AreEqual(file, task.Artifacts.Single().ItemSpec);
    }
}
