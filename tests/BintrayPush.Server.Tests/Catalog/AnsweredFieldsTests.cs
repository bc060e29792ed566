using System.Text;
using System.Text.Json;
using BintrayPush.Api.Model;
using BintrayPush.Api.Names;
using BintrayPush.Api.Wire;
using BintrayPush.Server.Catalog;

namespace BintrayPush.Server.Tests.Catalog;

/// <summary>A field that is stored and not answered would be a difference to every push that gives it.</summary>
[TestClass]
public sealed class AnsweredFieldsTests
{
    private static readonly RepositoryAddress Repository = RepositoryAddress.Of("acme", "tools");
    private static readonly PackageAddress Package = PackageAddress.Of(Repository, "lib");

    [TestMethod]
    public void Every_field_of_a_repository_is_answered_once()
    {
        var given = new Given();
        var details = new RepositoryDetails().Visit(given);

        AssertAnswered(given, json => RepositoryJson.Write(json, new Repository { Address = Repository, Details = details }));
    }

    [TestMethod]
    public void Every_field_of_a_package_is_answered_once()
    {
        var given = new Given();
        var details = new PackageDetails().Visit(given);

        AssertAnswered(
            given,
            json => PackageJson.Write(json, new Package { Address = Package, Details = details }, attributes: null, forPublisher: true));
    }

    [TestMethod]
    public void Every_field_of_a_version_is_answered_once()
    {
        var given = new Given();
        var details = new VersionDetails().Visit(given);
        var version = new PackageVersion { Address = VersionAddress.Of(Package, "1.0"), Details = details };

        AssertAnswered(given, json => VersionJson.Write(json, version, attributes: null, forPublisher: true));
    }

    private static void AssertAnswered(Given given, Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            write(writer);
        }

        using var answer = JsonDocument.Parse(bytes.ToArray());
        var names = answer.RootElement.EnumerateObject().Select(field => field.Name).ToList();
        CollectionAssert.AreEqual(names.Distinct().ToList(), names, "a field is answered twice");
        CollectionAssert.IsSubsetOf(given.Names, names, Encoding.UTF8.GetString(bytes.ToArray()));
    }

    /// <summary>Gives every field a value.</summary>
    private sealed class Given : IFieldVisitor
    {
        public List<string> Names { get; } = [];

        public string? Text(string name, string? value) => Of(name, "text");

        public IReadOnlyList<string>? Texts(string name, IReadOnlyList<string>? value) => Of(name, (IReadOnlyList<string>)["text"]);

        public bool? Flag(string name, bool? value) => Of(name, true);

        public int? Number(string name, int? value) => Of(name, 1);

        public DateTimeOffset? Instant(string name, DateTimeOffset? value) => Of(name, DateTimeOffset.UnixEpoch);

        private T Of<T>(string name, T value)
        {
            Names.Add(name);
            return value;
        }
    }
}
