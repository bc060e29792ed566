using System.Text.Json;
using BintrayPush.Api.Wire;

namespace BintrayPush.Storage.Catalog;

/// <summary>What an update makes of the stored fields: what is not given stays (protocol reference, sections 3 to 5).</summary>
internal static class DetailsChanges
{
    /// <summary>What cannot change after the creation of a repository and is passed over: its type and the settings of its index.</summary>
    private static readonly HashSet<string> FixedOfRepository =
    [
        "type",
        "premium",
        "default_debian_architecture",
        "default_debian_distribution",
        "default_debian_component",
        "yum_metadata_depth",
        "yum_groups_file",
    ];

    public static RepositoryDetails ChangedBy(this RepositoryDetails old, RepositoryDetails changes)
    {
        var given = new GivenFields(FixedOfRepository);
        changes.Visit(given);
        return old.Visit(given.Merge()) with { Other = Merged(old.Other, changes.Other) };
    }

    public static PackageDetails ChangedBy(this PackageDetails old, PackageDetails changes)
    {
        var given = new GivenFields([]);
        changes.Visit(given);
        return old.Visit(given.Merge()) with { Other = Merged(old.Other, changes.Other) };
    }

    public static VersionDetails ChangedBy(this VersionDetails old, VersionDetails changes)
    {
        var given = new GivenFields([]);
        changes.Visit(given);
        return old.Visit(given.Merge()) with { Other = Merged(old.Other, changes.Other) };
    }

    private static Dictionary<string, JsonElement>? Merged(Dictionary<string, JsonElement>? old, Dictionary<string, JsonElement>? changes)
    {
        if (old is null || changes is null)
        {
            return changes ?? old;
        }

        var merged = new Dictionary<string, JsonElement>(old);
        foreach (var change in changes.Where(change => change.Value.ValueKind != JsonValueKind.Null))
        {
            merged[change.Key] = change.Value;
        }

        return merged;
    }

    /// <summary>Keeps the given fields of a change.</summary>
    private sealed class GivenFields(IReadOnlyCollection<string> passedOver) : IFieldVisitor
    {
        private readonly Dictionary<string, object> _given = [];

        /// <summary>Puts them in place of others.</summary>
        public IFieldVisitor Merge() => new Merging(_given);

        public string? Text(string name, string? value) => Keep(name, value);

        public IReadOnlyList<string>? Texts(string name, IReadOnlyList<string>? value) => Keep(name, value);

        public bool? Flag(string name, bool? value) => Keep(name, value);

        public int? Number(string name, int? value) => Keep(name, value);

        public DateTimeOffset? Instant(string name, DateTimeOffset? value) => Keep(name, value);

        private T Keep<T>(string name, T value)
        {
            if (value is not null && !passedOver.Contains(name))
            {
                _given[name] = value;
            }

            return value;
        }
    }

    private sealed class Merging(Dictionary<string, object> given) : IFieldVisitor
    {
        public string? Text(string name, string? value) => Given(name, value);

        public IReadOnlyList<string>? Texts(string name, IReadOnlyList<string>? value) => Given(name, value);

        public bool? Flag(string name, bool? value) => Given(name, value);

        public int? Number(string name, int? value) => Given(name, value);

        public DateTimeOffset? Instant(string name, DateTimeOffset? value) => Given(name, value);

        private T Given<T>(string name, T value) => given.TryGetValue(name, out var change) ? (T)change : value;
    }
}
