using BintrayPush.Messages;
using BintrayPush.Report;
using BintrayPush.Transfer;

namespace BintrayPush.Push.Steps;

/// <summary>A package and its symbols belong together. Pure.</summary>
internal static class SymbolPackages
{
    private const string Symbols = ".snupkg";

    /// <summary>
    /// The better words for symbols that differ from the published ones while their package does not; nothing in every other case.
    /// </summary>
    public static Problem? Explain(FilePush filePush, IEnumerable<FilePush> others)
    {
        var path = filePush.File.Path.Value;
        if (filePush.Conflict is not { } conflict || !path.EndsWith(Symbols, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var name = path.Substring(0, path.Length - Symbols.Length) + ".nupkg";
        var package = others.FirstOrDefault(other =>
            other is { Outcome: Outcome.Unchanged, Published: true }
            && other.File.Version == filePush.File.Version
            && other.File.Path.Value.Equals(name, StringComparison.OrdinalIgnoreCase));
        return package is null ? null : StepProblems.SymbolsDiffer(filePush.File, package.File, conflict.Difference);
    }
}
