using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using BintrayPush.Api.Model;
using BintrayPush.Api.Wire;

namespace BintrayPush.Api.Tests;

[TestClass]
public sealed class DetailsFieldsTests
{
    private static readonly JsonSerializerOptions Stored = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    [TestMethod]
    public void What_is_sent_has_the_names_under_which_it_is_stored()
    {
        Assert.AreEqual(
            JsonSerializer.Serialize(Filled<RepositoryDetails>(), Stored), DetailsFields.Of(Filled<RepositoryDetails>()).GetRawText());
        Assert.AreEqual(
            JsonSerializer.Serialize(Filled<PackageDetails>(), Stored), DetailsFields.Of(Filled<PackageDetails>()).GetRawText());
        Assert.AreEqual(
            JsonSerializer.Serialize(Filled<VersionDetails>(), Stored), DetailsFields.Of(Filled<VersionDetails>()).GetRawText());
    }

    [TestMethod]
    public void What_is_not_given_is_not_there()
    {
        Assert.AreEqual("{}", DetailsFields.Of(new RepositoryDetails()).GetRawText());
        Assert.AreEqual("{}", DetailsFields.Of(new PackageDetails()).GetRawText());
        Assert.AreEqual("{}", DetailsFields.Of(new VersionDetails()).GetRawText());
    }

    /// <summary>With every property set, so that a new one that is not sent is noticed.</summary>
    private static T Filled<T>()
        where T : new()
    {
        var details = new T();
        foreach (var property in typeof(T).GetProperties().Where(property => property.CanWrite))
        {
            property.SetValue(details, ValueOf(property.PropertyType, property.Name));
        }

        return details;
    }

    private static object ValueOf(Type type, string name) =>
        type == typeof(string) ? $"the <{name}> & \"more\""
        : type == typeof(bool?) ? true
        : type == typeof(int?) ? 7
        : type == typeof(DateTimeOffset?) ? new DateTimeOffset(2026, 11, 26, 1, 2, 3, 450, TimeSpan.FromHours(2))
        : type == typeof(IReadOnlyList<string>) ? new[] { "one", "two" }
        : type == typeof(Dictionary<string, JsonElement>)
            ? new Dictionary<string, JsonElement> { ["x"] = JsonDocument.Parse("{\"y\":[1,null]}").RootElement }
        : throw new NotSupportedException($"{name} has a type that this test does not know yet: {type}");
}
