namespace BintrayPush.Tests.House;

/// <summary>How a server is started, and when it serves, is known in one place.</summary>
[TestClass]
public sealed class OneServerFixtureTests
{
    private const string Fixture = "BintrayPush.Testing";

    [TestMethod]
    [DataRow("bintray-server.dll", DisplayName = "the program")]
    [DataRow("ServerHost.BuildAsync(", DisplayName = "the host")]
    public void Only_the_fixture_starts_a_server(string words)
    {
        var others = SourceTree.Files("tests", "*.cs")
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}{Fixture}{Path.DirectorySeparatorChar}"))
            .Where(file => Path.GetFileNameWithoutExtension(file) != nameof(OneServerFixtureTests))
            .Where(file => File.ReadAllText(file).Contains(words));

        Assert.IsEmpty(others);
    }
}
