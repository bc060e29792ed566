using System.Text.Json;
using BintrayPush.Selection;

namespace BintrayPush.Descriptors;

/// <summary>The fields <c>applyToFiles</c>, <c>applyToRepoFiles</c> and <c>applyToProps</c>.</summary>
internal static class SelectionFields
{
    private const string Properties = "applyToProps";

    public static SelectionRules Read(ObjectReader root) => new()
    {
        Files = Patterns(root, "applyToFiles", rooted: true),
        RepoFiles = Patterns(root, "applyToRepoFiles", rooted: false),
        Properties = PropertyFilter.Of(Pairs(root)),
    };

    /// <summary>The patterns of a list; blank ones do not count (semantics reference 4.1.8).</summary>
    private static IReadOnlyList<PathPattern> Patterns(ObjectReader root, string field, bool rooted)
    {
        var patterns = new List<PathPattern>();
        foreach (var value in root.Values(field))
        {
            if (root.TextOf(value, field) is not { } text || string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            if (rooted
                ? PathPattern.TryParseRooted(text, value.Position, out var pattern, out var fault)
                : PathPattern.TryParseRelative(text, value.Position, out pattern, out fault))
            {
                patterns.Add(pattern);
                if (pattern.HasDoubleStarInName)
                {
                    root.Add(DescriptorProblems.DoubleStarInName(pattern));
                }
            }
            else
            {
                root.Add(DescriptorProblems.PatternUnusable(value.Position, field, text, fault));
            }
        }

        return patterns;
    }

    /// <summary>Every key of every object counts, and so does every value of a key (semantics reference 4.6.3, 4.6.4).</summary>
    private static List<KeyValuePair<string, string>> Pairs(ObjectReader root)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var specification in root.Values(Properties))
        {
            if (specification.Kind != JsonValueKind.Object)
            {
                root.Add(DescriptorProblems.WrongType(specification.Position, Properties, "an object", specification.KindName));
                continue;
            }

            if (specification.Fields.Count == 0)
            {
                root.Add(DescriptorProblems.FilterEmpty(specification.Position));
            }

            foreach (var field in specification.Fields)
            {
                var values = ValuesOf(field.Value).ToList();
                if (values.Count == 0)
                {
                    root.Add(DescriptorProblems.FilterEmpty(field.Position));
                }

                pairs.AddRange(
                    from value in values
                    let text = root.TextOf(value, Properties)
                    where text is not null
                    select new KeyValuePair<string, string>(field.Name, text));
            }
        }

        return pairs;
    }

    private static IEnumerable<SourceNode> ValuesOf(SourceNode value) =>
        (value.Kind == JsonValueKind.Array ? value.Items : [value]).Where(item => item.Kind != JsonValueKind.Null);
}
