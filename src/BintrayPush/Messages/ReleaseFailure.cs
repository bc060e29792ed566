namespace BintrayPush.Messages;

/// <summary>
/// What a service refuses of releases that several machines stage. Its words begin with the code; here is what to do about it. Pure.
/// </summary>
public static class ReleaseFailure
{
    private static readonly Dictionary<string, string> Cures = new(StringComparer.Ordinal)
    {
        ["BTP4050"] = $"Look at the id, at {Setting.Repo} and {Setting.Url}: 'bintray release list' says what is there.",
        ["BTP4051"] = "Wait for what is missing, or push it again; or name in --legs what is really meant.",
        ["BTP4052"] = "Name it in --legs, too, or drop it with 'bintray release discard' and --leg.",
        ["BTP4053"] = "Push that leg again, which sends only what is missing; then seal.",
        ["BTP4054"] = $"Give the file of one leg another {Setting.Path}, or leave it to one of them.",
        ["BTP4055"] = "Push it as part of a leg, or drop it ('bintray discard') or publish it ('bintray publish') for itself; then seal.",
        ["BTP4056"] = $"What comes after it is a release of its own: give it another id ({Setting.Release}).",
        ["BTP4057"] = "Run 'bintray release seal' again, or wait for the one that runs.",
        ["BTP4058"] = $"Give this push another {Setting.Leg}, or push all packages of this machine together, as a release project does; or "
            + "drop the earlier leg with 'bintray release discard' and --leg.",
        ["BTP4059"] = "Push some of its parts together.",
    };

    /// <summary>Says what a refusal is, or nothing if it is not one of these.</summary>
    public static Problem? Of(BintrayException refusal)
    {
        var colon = refusal.Message.IndexOf(": ", StringComparison.Ordinal);
        return colon >= 0 && Cures.ContainsKey(refusal.Message.Substring(0, colon))
            ? Of(refusal.Message.Substring(0, colon), refusal.Message.Substring(colon + 2))
            : null;
    }

    /// <summary>There is no such release.</summary>
    public static Problem NotThere(ReleaseAddress release) => Of("BTP4050", $"there is no release '{release}'");

    /// <summary>The place knows nothing of such releases.</summary>
    /// <param name="place">Its name.</param>
    public static Problem NotKept(string place) => new(
        "BTP4060",
        Severity.Error,
        $"{place} keeps no releases that several machines stage, and nothing was done. Push without {Setting.Leg} to publish from one "
            + "machine alone; a bintray-server and a folder keep such releases.");

    /// <summary>The same where it is found out before the service is asked.</summary>
    /// <param name="code">The code.</param>
    /// <param name="words">What is wrong.</param>
    internal static Problem Of(string code, string words)
    {
        var text = ServiceFailure.Sentence(words.Trim());
        return new Problem(code, Severity.Error, $"{char.ToUpperInvariant(text[0])}{text.Substring(1)} {Cures[code]}");
    }
}
