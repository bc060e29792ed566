using Microsoft.Build.Utilities;

namespace BintrayPush.Build.Tests;

/// <summary>Which projects a release has: each once, whatever kind of file names it.</summary>
[TestClass]
public sealed class ReadBintrayProjectsTests : TaskTest
{
    private const string Classic = """
        Microsoft Visual Studio Solution File, Format Version 12.00
        Project("{9A19103F-16F7-4668-BE54-9A1E7A4F7556}") = "One", "src\One\One.csproj", "{11111111-1111-1111-1111-111111111111}"
        EndProject
        Project("{9A19103F-16F7-4668-BE54-9A1E7A4F7556}") = "Two", "src\Two\Two.csproj", "{22222222-2222-2222-2222-222222222222}"
        EndProject
        Project("{2150E333-8FDC-42A3-9474-1A3956D46DE8}") = "Folder", "Folder", "{33333333-3333-3333-3333-333333333333}"
        EndProject
        Global
          GlobalSection(SolutionConfigurationPlatforms) = preSolution
            Debug|Any CPU = Debug|Any CPU
            Release|Any CPU = Release|Any CPU
          EndGlobalSection
          GlobalSection(ProjectConfigurationPlatforms) = postSolution
            {11111111-1111-1111-1111-111111111111}.Debug|Any CPU.ActiveCfg = Debug|Any CPU
            {11111111-1111-1111-1111-111111111111}.Debug|Any CPU.Build.0 = Debug|Any CPU
            {11111111-1111-1111-1111-111111111111}.Release|Any CPU.ActiveCfg = Release|Any CPU
            {11111111-1111-1111-1111-111111111111}.Release|Any CPU.Build.0 = Release|Any CPU
            {22222222-2222-2222-2222-222222222222}.Debug|Any CPU.ActiveCfg = Debug|Any CPU
            {22222222-2222-2222-2222-222222222222}.Debug|Any CPU.Build.0 = Debug|Any CPU
            {22222222-2222-2222-2222-222222222222}.Release|Any CPU.ActiveCfg = Release|Any CPU
          EndGlobalSection
        EndGlobal
        """;

    private string[] Found { get; set; } = [];

    [TestInitialize]
    public void WriteProjects()
    {
        Write("src/One/One.csproj");
        Write("src/Two/Two.csproj");
    }

    [TestMethod]
    public void Every_kind_of_file_names_projects_and_each_is_there_once()
    {
        Write("Acme.sln", Classic);
        Write("Acme.slnx", """
            <Solution><Folder Name="/libs/"><Project Path="src/One/One.csproj" /></Folder><Project Path="src\Two\Two.csproj" /></Solution>
            """);
        Write("Some.slnf", "\ufeff{ \"solution\": { \"path\": \"Acme.slnx\", \"projects\": [ \"src\\\\Two\\\\Two.csproj\", ], } } // yes");

        var task = Reads("Acme.sln", "Acme.slnx", "Some.slnf", "src/../src/One/One.csproj", "src/Two/Two.csproj");

        CollectionAssert.AreEquivalent(new[] { "One", "Two" }, Found);
        Assert.IsNull(task.Solution, "There are two.");
        Assert.AreEqual(Path.Combine(Folder, "Acme.slnx"), Reads("Some.slnf", "Acme.slnx").Solution);
    }

    [TestMethod]
    public void What_a_solution_does_not_build_in_the_configuration_is_named_and_passed_over()
    {
        Write("Acme.sln", Classic);

        Reads("Acme.sln");

        CollectionAssert.AreEqual(new[] { "One" }, Found);
        StringAssert.Contains(Engine.HighMessages.Single(), "Two.csproj is passed over");
        Reads("Acme.sln", configuration: "Debug");
        CollectionAssert.AreEqual(new[] { "One", "Two" }, Found);
    }

    [TestMethod]
    [DataRow("a.sln", "")]
    [DataRow("a.sln", "\0\u0001\u0002")]
    [DataRow("a.sln", "Project(\"{9A19103F-16F7-4668-BE54-9A1E7A4F7556}\") = \"One\", \"src")]
    [DataRow("a.slnx", "")]
    [DataRow("a.slnx", "{}")]
    [DataRow("a.slnx", "<Project />")]
    [DataRow("a.slnx", "<Solution><Project /></Solution>")]
    [DataRow("a.slnf", "")]
    [DataRow("a.slnf", "[]")]
    [DataRow("a.slnf", "{\"solution\":{}}")]
    [DataRow("a.slnf", "{\"solution\":{\"path\":1,\"projects\":[]}}")]
    [DataRow("a.slnf", "{\"solution\":{\"path\":\"a\\u0000.sln\",\"projects\":[]}}")]
    [DataRow("a.slnf", "{\"solution\":{\"path\":\"gone.sln\",\"projects\":[]}}")]
    [DataRow("a.slnf", "{\"solution\":{\"path\":\"a.slnf\",\"projects\":[]}}")]
    public void What_is_no_solution_is_an_error_that_names_it_and_not_an_exception(string name, string content)
    {
        Write(name, content);

        Read(name);

        Assert.IsTrue(Engine.Errors.All(error => error.Code is "BTP1083" or "BTP1081"), string.Join('\n', Engine.Errors.Select(e => e.Message)));
        Assert.IsNotEmpty(Engine.Errors);
    }

    [TestMethod]
    public void A_filter_that_names_what_its_solution_does_not_have_is_an_error()
    {
        Write("Acme.sln", Classic);
        Write("Some.slnf", """{ "solution": { "path": "Acme.sln", "projects": [ "src\\Three\\Three.csproj" ] } }""");

        Read("Some.slnf");

        StringAssert.Contains(Engine.Errors.Single().Message, "Three.csproj");
    }

    [TestMethod]
    public void Paths_with_signs_that_mean_something_to_MSBuild_stay_what_they_are()
    {
        Write("a;b %41 (c)/One.csproj");
        Write("Acme.slnx", """<Solution><Project Path="a;b %41 (c)/One.csproj" /></Solution>""");

        var task = Reads("Acme.slnx");

        Assert.AreEqual(Path.Combine(Folder, "a;b %41 (c)", "One.csproj"), task.ProjectFiles.Single().GetMetadata("FullPath"));
    }

    private ReadBintrayProjects Reads(string project, string configuration) => Read(configuration, [project]);

    private ReadBintrayProjects Reads(params string[] projects)
    {
        var task = Read(projects);
        Assert.IsEmpty(Engine.Errors, string.Join('\n', Engine.Errors.Select(error => error.Message)));
        return task;
    }

    private ReadBintrayProjects Read(params string[] projects) => Read("Release", projects);

    private ReadBintrayProjects Read(string configuration, string[] projects)
    {
        var task = new ReadBintrayProjects
        {
            BuildEngine = Engine,
            Configuration = configuration,
            ProjectDirectory = Folder,
            ProjectFile = Path.Combine(Folder, "release.proj"),
            Projects = [.. projects.Select(project => new TaskItem(Path.Combine(Folder, project)))],
        };
        task.Execute();
        Found = [.. task.ProjectFiles.Select(file => file.GetMetadata("Filename"))];
        return task;
    }
}
