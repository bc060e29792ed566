namespace BintrayPush.Storage.Records;

/// <summary>The service's refusals. Their wording holds the fragments that clients match on (protocol reference, section 2).</summary>
internal static class StoreRefusal
{
    public static BintrayException NoRepository(RepositoryAddress repository) => NotFound("Repo", repository.Name);

    public static BintrayException NoPackage(PackageAddress package) => NotFound("Package", package.Name);

    public static BintrayException NoVersion(VersionAddress version) => NotFound("Version", version.Name);

    public static BintrayException NoFile(RepositoryPath path) => NotFound("File", path.Value);

    /// <summary>Something of that name is there; if only letter case tells them apart, that is said.</summary>
    public static BintrayException Exists(string kind, string name, string existing) =>
        Conflict(name == existing
            ? $"{kind} '{name}' already exists"
            : $"{kind} '{existing}' already exists and differs from '{name}' only in letter case");

    /// <summary>Says nothing of what the other subject has.</summary>
    public static BintrayException TwinOfSubject(string subject) =>
        Conflict($"subject '{subject}' cannot be used: it differs from another subject only in letter case");

    public static BintrayException Conflict(string message) => new(BintrayException.Conflict, message);

    public static BintrayException BadRequest(string message) => new(BintrayException.BadRequest, message);

    public static BintrayException CannotResume(string why) =>
        Conflict($"this upload cannot go on where it was cut off, send the whole file: {why}");

    public static BintrayException TooBusy(string what) =>
        new(BintrayException.Unavailable, $"{what} is being changed by so many others that this call gave up; try again");

    public static BintrayException Damaged(string key) => new(
        BintrayException.Unavailable, $"the object '{key}' is missing from the store", new DamagedRecordException(key, "it is missing"));

    /// <summary>A sweep is not to take for garbage what hangs on a record that was lost.</summary>
    public static BintrayException LostRecord(string below, string kind, string marker) => new(
        BintrayException.Unavailable,
        $"nothing was cleared away: no {kind} record names what is in '{below}'. Restore the record from a backup; if the {kind} was "
            + "deleted"
        + $" for good, create the empty file '{marker}'");

    /// <summary>Not "not found": the file is published, and comes back when its bytes are uploaded again.</summary>
    public static BintrayException DamagedContent(RepositoryPath path, string key) => new(
        BintrayException.Unavailable,
        $"BTP4015: the stored bytes of '{path}' are damaged or lost ('{key}'); push or upload the same file again, and it is healed");

    public static BintrayException DamagedIndex(RepositoryPath path, string key) => new(
        BintrayException.Unavailable,
        $"BTP4015: the stored bytes of '{path}' are damaged or lost ('{key}'); the next publish makes the index anew, and "
            + "'bintray-server reindex' does so at once");

    private static BintrayException NotFound(string kind, string name) =>
        new(BintrayException.NotFound, $"{kind} '{name}' was not found");
}
