namespace BintrayPush.Server.Pages;

/// <summary>A staged package in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">The version in which it waits.</param>
/// <param name="IsSymbols">Whether it is a symbol package.</param>
/// <param name="State">How far it is, in words.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Arrived">When it came, if it is there.</param>
public sealed record StagedLine(
    string Id, VersionAddress Version, bool IsSymbols, string State, long Size, DateTimeOffset? Arrived);

/// <summary>A group in a list.</summary>
/// <param name="Release">The release that it is.</param>
/// <param name="Packages">How many packages and symbols of the repository it has.</param>
public sealed record GroupLine(StagedRelease Release, int Packages);
