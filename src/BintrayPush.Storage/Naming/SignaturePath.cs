namespace BintrayPush.Storage.Naming;

/// <summary>Where the detached signature of a file lies: beside it (protocol reference, section 10).</summary>
internal static class SignaturePath
{
    /// <summary>What the name of a signature ends with, after that of its file.</summary>
    private const string Extension = ".asc";

    /// <summary>What is larger is no signature.</summary>
    public const int Largest = 64 << 10;

    /// <summary>Whether a path is that of a signature, which gets none itself.</summary>
    public static bool IsOne(string path) => path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);

    /// <summary>The path of the signature of a file.</summary>
    public static string Of(string file) => file + Extension;

    /// <summary>The path of the file that a signature is of.</summary>
    public static string FileOf(string signature) => signature.Substring(0, signature.Length - Extension.Length);
}
