using System.Text;
using System.Text.RegularExpressions;

namespace BintrayPush.Descriptors;

/// <summary>
/// The values for <c>${Name}</c> in the texts of a descriptor. Names are compared as MSBuild does, without regard to letter case;
/// <c>$${</c> is a plain <c>${</c>; a value is not searched for variables again.
/// </summary>
public sealed class DescriptorVariables
{
    private const string Use = @"\$\$\{|\$\{([^{}]*)(\}?)";

    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    private DescriptorVariables(IEnumerable<KeyValuePair<string, string>> values)
    {
        foreach (var value in values)
        {
            // Whatever is no Unicode cannot stand in JSON; it becomes the replacement character.
            _values[value.Key] = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value.Value));
        }
    }

    /// <summary>No variables.</summary>
    public static DescriptorVariables None { get; } = new([]);

    /// <summary>Names and values; of a name that comes twice the last value counts.</summary>
    public static DescriptorVariables Of(IEnumerable<KeyValuePair<string, string>> values) => new(values);

    /// <summary>The text for a descriptor that reads as exactly this text.</summary>
    internal static string Escape(string text) => text.Replace("${", "$${");

    /// <summary>Expands variables, and reports every one without a value.</summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">
    /// The most characters that the result may have. No more are put together: a few names can stand for very many.
    /// </param>
    /// <param name="unknown">Gets each variable without a value.</param>
    /// <returns><see langword="null"/> if the result would be longer.</returns>
    internal string? Expand(string text, int longest, Action<string> unknown)
    {
        if (text.IndexOf("${", StringComparison.Ordinal) < 0)
        {
            return text.Length <= longest ? text : null;
        }

        var expanded = new StringBuilder();
        var end = 0;
        for (var use = Regex.Match(text, Use, RegexOptions.CultureInvariant); use.Success; use = use.NextMatch())
        {
            var value = ValueOf(use);
            if (expanded.Length + (use.Index - end) + (long)value.Length > longest)
            {
                return null;
            }

            expanded.Append(text, end, use.Index - end).Append(value);
            end = use.Index + use.Length;
        }

        return expanded.Length + (text.Length - end) <= longest ? expanded.Append(text, end, text.Length - end).ToString() : null;

        string ValueOf(Match use)
        {
            if (use.Value == "$${")
            {
                return "${";
            }

            var name = use.Groups[1].Value.Trim();
            if (use.Groups[2].Length > 0 && _values.TryGetValue(name, out var value))
            {
                return value;
            }

            unknown(use.Value);
            return use.Value;
        }
    }
}
