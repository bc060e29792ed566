using System.Text;
using BintrayPush.Descriptors;

namespace BintrayPush.Tests.Descriptors;

/// <summary>Descriptors for tests: what is mandatory is added where a test does not care.</summary>
internal static class Given
{
    public const string Mandatory = """ "package": { "name": "Acme.Tool", "subject": "acme", "repo": "bin" }, "version": { "name": "2.1.0" }""";

    /// <summary>Reads an object with the mandatory fields added, on its first line.</summary>
    public static DescriptorReading Reading(string json, params (string Name, string Value)[] variables)
    {
        var rest = json.Trim().Substring(1).TrimStart();
        return Exactly("{" + Mandatory + (rest == "}" ? "" : ", ") + rest, variables);
    }

    public static BintrayDescriptor Descriptor(string json) => Sound(Reading(json));

    public static DescriptorReading Exactly(string json, params (string Name, string Value)[] variables) => DescriptorReader.Read(
        Encoding.UTF8.GetBytes(json),
        DescriptorVariables.Of(variables.Select(variable => new KeyValuePair<string, string>(variable.Name, variable.Value))),
        "bintray-info.json");

    public static BintrayDescriptor Sound(DescriptorReading reading) =>
        reading.Descriptor ?? throw new AssertFailedException(string.Join("\n", reading.Problems));
}
