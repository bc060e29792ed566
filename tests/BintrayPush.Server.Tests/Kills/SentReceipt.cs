using System.Text.Json;

namespace BintrayPush.Server.Tests.Kills;

/// <summary>What a push said it did.</summary>
/// <param name="Complete">Whether all is done.</param>
/// <param name="Arrived">The paths of the files that the service has.</param>
/// <param name="Public">The paths of those that everybody can read.</param>
/// <param name="Codes">What went wrong.</param>
/// <param name="Said">The same in words.</param>
internal sealed record SentReceipt(
    bool Complete, IReadOnlySet<string> Arrived, IReadOnlySet<string> Public, IReadOnlyList<string> Codes, string Said)
{
    /// <summary>Reads a receipt and compares it with the exit code, which must say the same.</summary>
    public static SentReceipt Read(string file, int exit, string said)
    {
        using var receipt = JsonDocument.Parse(File.ReadAllBytes(file));
        var root = receipt.RootElement;
        var complete = root.GetProperty("complete").GetBoolean();
        var codes = root.GetProperty("problems").EnumerateArray().Select(problem => problem.GetProperty("code").GetString()!).ToList();
        Assert.AreEqual(complete ? 0 : 1, exit, said);
        Assert.AreEqual(complete, codes.Count == 0, said);
        return new SentReceipt(
            complete,
            Paths(file => file.GetProperty("outcome").GetString() != "Failed"),
            Paths(file => file.GetProperty("published").GetBoolean()),
            codes,
            said);

        HashSet<string> Paths(Func<JsonElement, bool> which) =>
            [.. root.GetProperty("files").EnumerateArray().Where(which).Select(file => file.GetProperty("path").GetString()!)];
    }
}
