namespace BintrayPush.Artifacts;

/// <summary>
/// Which files are descriptors: <c>bintray-info</c> anywhere in the name, and the extension <c>.json</c>, in any letter case;
/// one rule everywhere (semantics reference 3.1).
/// </summary>
public static class DescriptorName
{
    private const string Word = "bintray-info";
    private const string Extension = ".json";

    /// <summary>Whether a file is a descriptor, by its name alone.</summary>
    /// <param name="path">The name, or a path that ends in it.</param>
    public static bool IsDescriptor(string path)
    {
        var name = path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);
        var word = name.IndexOf(Word, StringComparison.OrdinalIgnoreCase);
        return word >= 0
            && name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase)
            && word + Word.Length <= name.Length - Extension.Length;
    }
}
