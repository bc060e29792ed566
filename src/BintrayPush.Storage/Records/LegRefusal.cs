namespace BintrayPush.Storage.Records;

/// <summary>
/// What the store refuses of releases that several machines stage. Each refusal begins with its code: whoever shows it takes the code from
/// there.
/// </summary>
internal static class LegRefusal
{
    private const int MostNamed = 10;

    public static BintrayException NoRelease(ReleaseAddress release) =>
        new(BintrayException.NotFound, $"BTP4050: there is no release '{release}'");

    public static BintrayException NoLeg(ReleaseAddress release, LegName leg) =>
        new(BintrayException.NotFound, $"BTP4050: release '{release}' has no leg '{leg}'");

    public static BintrayException LegsMissing(ReleaseAddress release, IEnumerable<LegName> missing) => Conflict(
        "BTP4051", $"release '{release}' is not sealed, and nothing of it is public: its {Legs(missing)} not staged");

    public static BintrayException LegsUnexpected(ReleaseAddress release, IEnumerable<LegName> unexpected) => Conflict(
        "BTP4052", $"release '{release}' is not sealed, and nothing of it is public: its {Legs(unexpected)} staged and not expected");

    /// <param name="release">The release.</param>
    /// <param name="leg">The leg, if it is known.</param>
    /// <param name="fault">What is not there as it was.</param>
    public static BintrayException FilesChanged(ReleaseAddress release, LegName? leg, string fault) => Conflict(
        "BTP4053", $"{(leg is null ? "" : $"leg '{leg}' of ")}release '{release}': {fault}");

    public static BintrayException LegsDisagree(ReleaseAddress release, LegName one, LegName other, VersionAddress version, string path) =>
        Conflict(
            "BTP4054",
            $"release '{release}': legs '{one}' and '{other}' both have '{version.Repository}/{path}', and not with the same bytes in the "
                + "same version");

    public static BintrayException Strangers(ReleaseAddress release, VersionAddress version, IReadOnlyList<string> paths) => Conflict(
        "BTP4055",
        $"release '{release}' is not sealed, and nothing of it is public: in version '{version}' waits what no leg has: "
            + string.Join(", ", paths.Take(MostNamed).Select(path => $"'{LogText.Shorten(path)}'"))
            + (paths.Count > MostNamed ? $" and {paths.Count - MostNamed} more" : ""));

    public static BintrayException IsSealed(ReleaseAddress release) => Conflict(
        "BTP4056", $"release '{release}' is published already");

    public static BintrayException IsSealedWithout(ReleaseAddress release, IEnumerable<LegName> missing) => Conflict(
        "BTP4056", $"release '{release}' is published already, and its {Legs(missing)} not in it");

    public static BintrayException IsBeingSealed(ReleaseAddress release) => Conflict(
        "BTP4057", $"release '{release}' is being published; if whoever did that was killed, the same seal again brings it to its end");

    public static BintrayException PackagesLost(ReleaseAddress release, LegName leg, IEnumerable<PackageAddress> packages) => Conflict(
        "BTP4058",
        $"leg '{leg}' of release '{release}' was staged with other packages, which would be dropped: "
            + string.Join(", ", packages.Take(MostNamed)));

    public static BintrayException TooManyLegs(ReleaseAddress release, int limit) => Conflict(
        "BTP4059", $"release '{release}' has {limit} legs, and takes no more");

    public static BintrayException TooManyVersions(ReleaseAddress release, int limit) =>
        StoreRefusal.Conflict($"release '{release}' has {limit} packages, and takes no more: stage the rest in another one");

    public static BintrayException IsThere(ReleaseAddress release) =>
        StoreRefusal.Conflict($"release '{release}' is there already: use it, or choose another id");

    private static string Legs(IEnumerable<LegName> legs) => legs.Select(leg => $"'{leg}'").ToList() switch
    {
        [var one] => $"leg {one} is",
        var many => $"legs {string.Join(", ", many)} are",
    };

    private static BintrayException Conflict(string code, string message) => StoreRefusal.Conflict($"{code}: {message}");
}
